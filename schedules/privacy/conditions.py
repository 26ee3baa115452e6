"""What happened to a child and what ails somebody: abuse categories and health details, in any form of the word."""

import re
from typing import Final

from schedules.privacy.kinds import ABUSE, HEALTH
from schedules.privacy.lists import WORDS, listed
from schedules.privacy.plain import Said

ABUSE_STEMS: Final = (
    "neglect", "abus", "molest", "rapist", "incest", "groom", "traffick", "sexual", "exploit", "assault",
    "violen", "paedoph", "pedoph", "maltreat", "mistreat", "ill-treat", "strangl",
)  # fmt: skip
ABUSE_WORDS: Final = listed(
    "rape raped raping battered csa cse cce fgm dv dva fii sex smacked smacks smacking slapped slaps slapping punched punches kicked beaten beats"
    " choked whipped"
)
ABUSE_PHRASES: Final = (
    "physical harm", "emotional harm", "physically harmed", "emotionally harmed", "hit by", "hit with", "hit him", "hit her",
    "hit the child", "hit the baby", "hit child", "hits him", "hits her", "hits the child", "honour based",
    "honour-based", "forced marriage", "genital mutilation", "indecent images", "physical chastisement",
    "physical category", "emotional category", "county lines", "coercive control",
)  # fmt: skip

HEALTH_STEMS: Final = (
    "bruis", "fractur", "injur", "wound", "overdos", "depress", "suicid", "self-harm", "selfharm", "psychos", "psychot", "psychop", "psychiat",
    "schizo", "bipolar", "autis", "epilep", "asthma", "diabet", "hepatit", "seizur", "eczema", "scabies", "infect",
    "pregnan", "miscarr", "abortion", "stillb", "caesar", "cesar", "breastf", "contracept", "medicat", "medicin",
    "methadon", "heroin", "cocain", "cannabi", "ketamin", "amphetam", "alcohol", "drunk", "intoxic", "addict", "detox",
    "antidepress", "antibiot", "antipsych", "insulin", "inhaler", "sertral", "fluoxet", "citalop", "diazep",
    "methylphen", "paracet", "ibuprof", "prescri", "diagnos", "symptom", "concuss", "unconsci", "malnour", "malnut",
    "dehydrat", "underweight", "overweight", "obes", "centile", "syndrom", "jaundic", "vomit", "diarrh", "fever",
    "vaccin", "immunis", "immuniz", "allerg", "anaphyl", "tumour", "leukaem", "cancer", "chemother", "mening", "pneumon",
    "bronchi", "sepsis", "sectioned", "swollen", "swelling", "bleed", "scald", "haemorr", "hemorr", "hospitalis",
    "hospitaliz", "disab", "dyslex", "dysprax", "anxiety", "anxieties", "trauma", "hallucin", "delusion", "paranoi",
    "dementia", "anorex", "bulimi", "enures", "encopres", "ventilator", "toxicol", "poison",
    "lesion", "haemat", "hemat", "subdural", "retinal", "incontin", "constipat", "tonsil", "measles",
    "chickenpox", "norovirus", "headlice", "anaemi", "palsy", "fibrosis", "thyroid", "tubercul", "gonorr", "chlamyd",
)  # fmt: skip
HEALTH_WORDS: Final = listed(
    "limp limps limping burns burned scars rash lice hiv asd adhd ptsd ocd bpd eupd fasd nai drug drugs mdma spice meth subutex"
    " buprenorphine calpol ritalin xanax valium stitches icu nicu picu scbu mri coma ambulance wheelchair blind deaf"
    " premature prem edd pains ecg x-ray x-rays xray c-section ritalin melatonin crack weed od od'd sepsis stroke"
    " migraine migraines bedwetting tampons epipen wheezing relapse relapsed nits"
)
HEALTH_PHRASES: Final = (
    "broken arm", "broken leg", "broken wrist", "broken rib", "broken ribs", "broken bone", "broken bones",
    "broken nose", "broken jaw", "broken ankle", "broken finger", "broke his", "broke her", "self harm", "self harmed",
    "self harming", "self harms", "black eye", "cut lip", "split lip", "bite mark", "bite marks", "cigarette burn", "burn mark", "burn marks", "marks on his",
    "marks on her", "marks on the child", "marks on child", "mark on his", "mark on her", "mark on child", "scar on",
    "burn on", "cut on his", "cut on her", "cut to his", "cut to her", "shaken baby", "heart attack", "heart condition",
    "brain damage", "learning difficulty", "learning difficulties", "learning need", "failure to thrive",
    "faltering growth", "weight loss", "weight gain", "loss of weight", "losing weight", "lost weight", "blood pressure",
    "blood test", "blood tests", "blood in", "hair strand", "substance misuse", "substance use", "in labour", "sickle cell",
    "chicken pox", "head lice", "tooth decay", "dental decay", "in hospital", "into hospital", "admitted to hospital",
    "taken to hospital", "rushed to", "admitted to a", "admitted to the ward", "hospital admission", "hospital bed",
    "hospital ward", "intensive care", "special care baby", "neonatal unit", "neonatal ward", "maternity ward",
    "children's ward", "childrens ward", "paediatric ward", "psychiatric ward", "labour ward", "postnatal ward",
    "antenatal ward", "on the ward", "on a ward", "stroke ward", "a & e", "a and e", "had surgery", "having surgery",
    "needs surgery", "heart surgery", "after surgery", "for surgery", "brain scan", "ct scan", "body scan", "had a scan",
    "baby scan", "week scan", "feeding tube", "tube fed", "tube feeding", "down's syndrome", "panic attack",
    "panic attacks", "eating disorder", "personality disorder", "post natal depression", "low mood", "hearing voices",
    "hears voices", "mental breakdown", "nervous breakdown", "terminally ill", "sleeping pills", "taking pills",
    "took pills", "took tablets", "took an", "weeks gone", "been drinking", "is drinking", "was drinking",
    "drinking again", "drinking heavily", "drinks heavily", "drinks again", "drinks every", "drinks daily", "drinks too", "using again", "under the influence", "hearing loss",
    "visual impairment", "hearing impairment", "sexually transmitted", "special care unit", "nappy rash", "broken collar",
    "fabricated illness", "induced illness", "head trauma", "covid positive", "positive for covid", "tested positive", "lost the baby", "losing the baby",
)  # fmt: skip
# What belongs to a team or a service is an agency, not somebody's health.
AN_AGENCY: Final = (
    ("mental health", ("team", "teams", "service", "services", "worker", "nurse", "practitioner", "trust", "professional")),
    ("disability", ("team", "teams", "service", "services", "worker", "social")),
    ("disabilities", ("team", "teams", "service", "services")),
    ("disabled", ("children", "children's", "childrens")),
    ("alcohol", ("service", "services", "team", "worker")),
    ("drugs", ("service", "services", "worker", "team")),
    ("drug", ("and", "service", "services", "worker", "team")),
    ("ambulance", ("service", "trust")),
)  # fmt: skip
WARD: Final = re.compile(r"\bwards? (?:\d|(?-i:[A-Z]{1,2}\d?\b))", re.I)
UNWELL: Final = re.compile(
    r"\b(?:child|children|baby|babies|infant|mother|father|mum|mam|dad|parents?|carer|grandmother|grandfather|gran|nan|sibling"
    r"|boy|girl|son|daughter|twins?|brother|sister|s?he|they|family)(?:'s)?"
    r"(?: (?:is|are|was|were|has|had|have|been|being|got|too|very|still|so|again|seriously|really|feeling|with|off|a)){1,4}"
    r" (?:ill|sick|unwell|poorly|flu|covid|cold|virus)\b"
)


def _by_head(stems: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    heads: dict[str, tuple[str, ...]] = {}
    for stem in stems:
        heads[stem[:3]] = (*heads.get(stem[:3], ()), stem)
    return heads


def _by_first(phrases: tuple[str, ...]) -> dict[str, tuple[list[str], ...]]:
    firsts: dict[str, tuple[list[str], ...]] = {}
    for phrase in phrases:
        first, *_ = words = phrase.split()
        firsts[first] = (*firsts.get(first, ()), words)
    return firsts


STEMS: Final = tuple(
    (_by_head(stems), kind) for stems, kind in ((ABUSE_STEMS, ABUSE), (HEALTH_STEMS, HEALTH))
)
PHRASES: Final = tuple(
    (_by_first(said), kind) for said, kind in ((ABUSE_PHRASES, ABUSE), (HEALTH_PHRASES, HEALTH))
)
AGENCIES: Final = dict(AN_AGENCY)


def _is_telling(word: str) -> bool:
    return (
        word in ABUSE_WORDS
        or word in HEALTH_WORDS
        or word == "health"
        or any(word.startswith(stems.get(word[:3], ())) for stems, _ in STEMS)
        or any(word in phrases for phrases, _ in PHRASES)
    )


# Most words of most texts: nothing below has to look at them.
DULL: Final = frozenset(word for word in WORDS if not _is_telling(word))
NOT_WELL: Final = listed("ill sick unwell poorly flu covid cold virus")


def condition(said: Said) -> str | None:
    if not said.vocabulary <= DULL:
        for i, word in enumerate(said.words):
            if word not in DULL and (kind := _kind(said.words, i, word)):
                return kind
    if "ward" in said.low and WARD.search(said.text):
        return HEALTH
    return HEALTH if not NOT_WELL.isdisjoint(said.vocabulary) and UNWELL.search(said.low) else None


def _kind(words: list[str], i: int, word: str) -> str | None:
    head = word[:3]
    for stems, kind in STEMS:
        if head in stems and word.startswith(stems[head]) and not _agency(words, i, word):
            return kind
    if word in ABUSE_WORDS:
        return ABUSE
    if word in HEALTH_WORDS and not _agency(words, i, word):
        return HEALTH
    for phrases, kind in PHRASES:
        if word in phrases and any(words[i : i + len(said)] == said for said in phrases[word]):
            return kind
    if word == "health" and i and words[i - 1] == "mental" and not _agency(words, i, "mental health"):
        return HEALTH
    return None


def _agency(words: list[str], i: int, said: str) -> bool:
    return i + 1 < len(words) and words[i + 1] in AGENCIES.get(said, ())
