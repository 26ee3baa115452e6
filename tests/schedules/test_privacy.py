"""No one is named: what a person may type, and what is refused. Every person here is invented."""

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from schedules.privacy import KINDS, identifying

REFUSED = {
    "a name": """
        visited Ella today|ella seen at nursery|ELLA SEEN AT NURSERY|Ella|ella|Ella's mum called|ella's mum called
        core group for jayden moved|meeting with Jayden Cole|jayden cole seen alone|Zbygniew|Kaelith was seen alone
        Kaelith Brown seen|spoke to Kaelith|the Smith family moved|the smith family moved|the Okonkwo family|Okonkwo seen
        okonkwo seen at home|the zagrobelny family moved|zagrobelna's mum called|a boy called zagrobel|Mr Smith called
        mr smith called|Mrs. Hall will attend|Ms Young is on leave|Miss Young away|Dr Patel to confirm|dr patel to confirm
        E.S. seen alone|e.s. seen alone|visit to E. S. moved|J. Smith away|visit for E.S|O'Neill to attend|o'neill to attend
        Siân is on leave|siân is on leave|sian away|Anne-Marie will bring minutes|anne-marie will bring minutes
        Mary Ann to attend|McKenna to attend|mckenna to attend|Llŷr will attend|Gráinne away|D'Souza to attend
        mum Kelly to attend|baby Grace seen|baby grace seen|grace was seen alone|Grace Hall seen|Rose Tyler seen
        saw Will at school|spoke to Hope|visit to Rose moved|Mark's mum called|with June at home|Summer's dad called
        April Zagrobel seen|Muhammad seen|muhammad seen|MOHAMMED SEEN|priya to bring the plan|oluwaseun away
        Агата seen|Еllа seen|E\u200blla seen|el\u00adla seen|Ｅｌｌａ seen|Ella_Smith|EllaSmith seen|*Ella* seen|KX-1009 Ella seen
        KX-1009: jayden not at home|seen with Uncle Zagrobel|ring Zagrobel|visit cancelled because Tyrone was out
        ella aged 4 seen|jack and ella collected from school|chair is a friend of Keziah|Zagrobel-Hart seen|ella-mae seen
        plan for the Zagrobels|family of Zagrobel|nurse Zagrobel away|worker SMITHSON away|Мария seen|visit Łukasz|ella2019
        """,
    "a date of birth": """
        dob 3.3.26|DOB 03/03/2026|d.o.b. 3 March|date of birth missing|born 3 March|child born on 3.3.26|born March 2020
        born on Monday|Date Of Birth 2026-03-03|visit on the birthday|turns 5 on 3 March|b. 3.3.26|born in 2019
        """,
    "an address": """
        visit at 12 Elm Street|12 elm street|12 High Street, flat locked|moved to 4 Station Road|14a church road|12 Oak Close
        12 elm close|7 St Mary's Road|lives at the hostel|living at number 4|child lives at his uncle's|flat 3 visited
        Flat B visited|apartment 12|now at house number 12|address is 12|address: 14|visited Elm Street|seen on elm road
        221b Baker Street|3 Willow Gardens|staying at 22
        """,
    "a postcode": """
        WN5 0AA|visit in wn5 0aa|SW1A 1AA|m1 1aa|moved to M146LT|LS1-4DY|postcode is WN5|12 WN5|14, M14|12 wn5 visited
        EC1A 1BB seen
        """,
    "a telephone number": """
        07700 900123|call 07700900123|+44 7700 900123|+447700900123|0044 7700 900 123|01942 496 0123|(01942) 496012
        020 7946 0018|0161-496-0123|07700-900-123|0 7 7 0 0 9 0 0 1 2 3|ring on 07.700.900.123|tel 496012|mobile 7700 900 123
        3 March: call 07700 900123|+48 601 234 567
        """,
    "an e-mail address": """
        write to x.y@example.org|a@b.co.uk|mailto:one@example.com|one @ example.com|one at gmail dot com|someone@gmail
        """,
    "an NHS number": """
        943 476 5919|9434765919|943-476-5919|NHS number 943 476 5910|NHS no: 9434765919|nhs 12345678
        """,
    "an abuse category": """
        category is neglect|neglect|NEGLECT|emotional abuse|physical abuse|sexual abuse|child was neglected|domestic abuse
        domestic violence incident|father is violent|risk of physical harm|exploitation|CSE|grooming|mother was assaulted
        hit by father|hit with a belt|slapped by mother|fgm|rape|sexually harmed|trafficked|honour based|negl\u200bect
        """,
    "health details": """
        bruise on arm|child has bruises|bruising|BRUISING seen|fracture|broken arm|injury to leg|non-accidental injuries
        overdose|mother is depressed|depression|mother pregnant|pregnancy|on medication|epilepsy|autistic|ADHD|asthma
        diagnosed last week|self-harm|self harm|suicidal|on ward 5|in hospital|admitted to hospital|rushed to a&e
        mother's mental health|methadone|heroin|alcohol|drug test|drunk at visit|father was drinking|black eye|burns
        swollen lip|head lice|miscarriage|child is ill|mother is very unwell|baby has covid|failure to thrive|hair strand
        drinks again|she self harms|burn marks on the arm|covid positive
        learning difficulties|mother sectioned|psychosis|cut lip|marks on her back|seizures|wheelchair|blood test|jaundice
        """,
}
KEPT = """
    worker on leave until Tuesday|core group moved because the school is closed|update safety plan by 3 March
    no other independent chair free before the limit|family moved team|quorate without police as agreed with the group manager
    Agency contract ended|caseload too high|visit record filed late, will catch up on Monday|weekly|mother|sw1|hv1
    social worker to confirm nursery place|attend parenting course|social worker|register of attendance|child seen weekly
    add weekly unannounced visits|visited KX-1 seen alone · très bien|see the GP|the usual chair is away|seen|school place
    the risk could not wait|moved to another team|weekly visits|father|Mother|Grandmother|child|parent|maternal grandmother
    Health visitor|School nurse|Team Manager|Core Group|Social Worker|Review Conference moved|Initial Child Protection Conference
    TM to review|TM away|ICPC on 3 March|CIN plan ended|MARAC on Thursday|YOT worker away|GP report late|RCPC booked|EDT told
    CAFCASS to attend|CAMHS to attend|police will not attend|Police report late|worker sick|worker is off sick|sick|leave|ill
    worker off ill until Friday|3 March|2027-03-03|03/03/2027|10:30|at 10am on 3 March 2027|by 3.3.27|from 3 March to 10 March
    moved to May|in June|before the summer holidays|Summer holidays|on leave in August|by 1 May|May bank holiday|April and May
    Easter Monday|closed on Boxing Day|Christmas closure|Good Friday|New Year's Day|Early May bank holiday|will attend|may be late
    mark as done|hope to finish on Monday|grant not paid yet|bill not paid|rose to two visits a week|they drew up the plan
    I will visit on Monday|I'm away|I can't attend|don't move it|It's been moved|The chair isn't free|OK|yes|No|done|Thanks
    Slack is down|use Telegram|Polish interpreter booked|Urdu interpreter needed|English classes|booked by the conference unit
    chair to be replaced|Chair to be replaced. Unit told|visit done - not at home|not at home; will try on Friday
    cover by duty team|duty|no cover|KX-1009|KX-1009 visit done|KX-1 KX-2 KX-3|sw1 to tm1|visit 2nd March|sw1 2nd visit
    12 visits in 3 months|10 working days|5 days late|3 children|2 visits a week|age 4|4 year old at school|Section 47|s47
    lives at home|living with grandmother|address is the same|address differs|address updated|the new address is on file
    school is closed on 5 January|nursery place confirmed|room 4 at the civic centre|Friday's visit moved|child's mother told
    the whole family|foster family|the extended family|extended family to help|birth family|mother's partner|parents' wishes
    take to school every day|home clean and safe|smoke alarm fitted|bedtime routine in place|register checked each Friday
    Attend all appointments|dentist appointment|health visitor to weigh weekly|attend health appointments|parenting programme
    discharge planning meeting booked|hospital discharge planning|ward lead to confirm|unborn|pre-birth plan|pre-birth assessment
    mental health team to attend|disabled children team|significant harm threshold|category agreed by conference
    report from Wigan|Transfer to Leeds agreed|team moved to Bolton|e.g. by letter|i.e. weekly|at 3 p.m. on Monday|9 o'clock
    midwife away|conference quorate|inquorate|CHAIR AWAY|UPDATE SAFETY PLAN|VISIT DONE|URGENT: call the duty team|review at RCPC
    Child A|Plan B agreed|step down to CIN|no risk|adequate|not adequate: add a visit|co-ordinator away|follow-up visit
    waiting on Crown Court|Youth Justice Service away|engage with drugs worker|Freedom Programme|family on holiday in Spain
    """


def texts(block: str) -> list[str]:
    return [t for line in block.strip().splitlines() for t in line.strip().split("|") if t]


REFUSALS = [(text, kind) for kind, block in REFUSED.items() for text in texts(block)]


@pytest.mark.parametrize(("text", "kind"), REFUSALS)
def test_a_text_with_such_a_detail_is_refused_for_what_it_carries(text: str, kind: str) -> None:
    assert identifying(text) == kind


@pytest.mark.parametrize("text", texts(KEPT))
def test_what_people_type_about_the_work_is_kept(text: str) -> None:
    assert identifying(text) is None


def test_there_are_enough_examples_of_both() -> None:
    assert len(set(REFUSALS)) >= 120
    assert len(set(texts(KEPT))) >= 120


@pytest.mark.parametrize(
    "text",
    [
        "cover by ella.archer until Friday",
        "Ella.Archer away",
        "ELLA.ARCHER",
        "(KX-1009/KX-1010) moved to Zagrobel team",
        "cover by Joan Zagrobel.",
        "KX-1009's visit: 12 M14 done",
        "9434765919",
    ],
)
def test_a_known_identifier_may_be_said(text: str) -> None:
    known = {"ella.archer", "KX-1009", "KX-1010", "Zagrobel team", "Joan Zagrobel", "12 M14", "9434765919"}
    assert identifying(text) != identifying(text, known) is None


def test_a_known_identifier_excuses_nothing_beside_it() -> None:
    known = {"KX-1009", "sw1"}
    assert identifying("KX-1009 Ella seen by sw1", known) == "a name"
    assert identifying("sw1: bruise seen, KX-1009", known) == "health details"
    assert identifying("KX-1009 dob 3.3.26", known) == "a date of birth"


@given(
    st.text() | st.text("Ella smith's 0123-@.\n§Ġ·", max_size=60), st.sets(st.text(max_size=4), max_size=3)
)
@example("Ella lives at 12 Elm Street, WN5 0AA, 07700 900123, health details", set())
def test_the_answer_is_always_in_the_fixed_wording(text: str, known: set[str]) -> None:
    assert identifying(text, known) in (None, *KINDS)


@given(st.sampled_from(REFUSALS), st.text(max_size=20))
def test_the_answer_repeats_no_part_of_the_text(refusal: tuple[str, str], more: str) -> None:
    said, fixed = f"{refusal[0]} {more}", " ".join(KINDS)
    answer = identifying(said) or ""
    parts = {answer[i : i + 5] for i in range(len(answer) - 4)}
    assert all(part in fixed for part in parts if part in said)


@pytest.mark.parametrize(
    "piece",
    ["a", "A", "0", "a@", "a.", "1 a ", "Elm ", "'", "-", "born the ", "0 ", "((", "flat ", "\n", "ß "],
)
def test_the_longest_message_is_judged_at_once(piece: str) -> None:
    started = time.process_time()
    identifying(piece * (40_000 // len(piece)), {"KX-1"})
    assert time.process_time() - started < 5
