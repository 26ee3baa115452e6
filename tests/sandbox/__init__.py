"""The sandbox, tried with the libraries that real bots use."""
