"""Load the demonstration; safe to run twice. What is there already stays as it is.

Facts of the two newspaper reports carry origin SOURCE, everything invented carries DEMO and can be removed.
"""

import json
from datetime import date
from pathlib import Path

from aid.models import (
    AidItem,
    Commitment,
    Counterpart,
    Disbursement,
    ExchangeRate,
    ItemPlace,
    ItemSector,
    Sector,
)
from aid.shares import equal_shares
from core.history import action
from core.legal import RuleError
from core.models import Agency, Country, Locality, Partner, Person, User, UserAgency
from core.reference import present
from meetings.models import (
    AgendaItem,
    Attendance,
    Award,
    Conclusion,
    FollowUp,
    FollowUpAgency,
    Meeting,
    SourceQuote,
    Speech,
)
from programs.models import Activity, Draft, Pillar, Program, ProgramStep, SolutionGroup, Task, TaskAgency
from reports.demo.aid_desk import load_aid_desk
from reports.demo.aid_life import load_life
from reports.demo.drafts import load_draft
from reports.demo.opinions import load_consultation
from reports.demo.owner_reports import load_owner_reports
from reports.models import NarrativeBlock, Report, ReportOutline
from reports.outlines import blocks_from

DATA = Path(__file__).parent / "data"
PEOPLE = Path(__file__).resolve().parents[2] / "core" / "data" / "people.json"


def read(name):
    """Return the content of one data file."""
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


def values(model, row, **extra):
    """Return the keyword arguments of `row` that are plain columns of `model`; dates are parsed."""
    names = {field.name: field for field in model._meta.concrete_fields if not field.is_relation}
    picked = {}
    for key, value in row.items():
        if key not in names or key in extra:
            continue
        is_day = names[key].get_internal_type() == "DateField" and value
        picked[key] = date.fromisoformat(value) if is_day else value
    return picked | extra


class Names:
    """Records by the keys that the data files use, read once."""

    def __init__(self):
        self.agencies = {agency.code: agency for agency in Agency.objects.all()}
        self.countries = {country.code: country for country in Country.objects.all()}
        self.localities = {place.code: place for place in Locality.objects.defer("boundary")}
        self.pillars = {pillar.code: pillar for pillar in Pillar.objects.all()}
        self.sectors = {sector.code: sector for sector in Sector.objects.all()}
        # By any name that the history knows: a person or a code may have been renamed since.
        ids = present(Person, "full_name")
        by_id = Person.objects.in_bulk()
        listed = json.loads(PEOPLE.read_text(encoding="utf-8"))
        self.people = {
            row["key"]: by_id[ids[row["full_name"],]] for row in listed if (row["full_name"],) in ids
        }
        self.donors = {}
        self.programs = {}

    def agency(self, code):
        """Return the agency, or None for no code."""
        return _named(self.agencies, code, "cơ quan có mã") if code else None

    def person(self, key):
        """Return the person, or None for no key."""
        return _named(self.people, key, "người có khóa") if key else None


def _named(records, key, what):
    """Return the record. Raises RuleError where somebody removed it or changed its code."""
    if key not in records:
        raise RuleError(f"Danh mục không còn {what} “{key}”; lập lại bản ghi này rồi nạp dữ liệu minh họa.")
    return records[key]


@action("Nạp dữ liệu minh họa")
def load_demo(*, password, by):
    """Create what is missing of the demonstration; new accounts get `password`. Returns what was created."""
    names = Names()
    created = {}
    for label, load in (
        ("tài khoản", lambda: load_users(names, password)),
        ("tỷ giá", lambda: load_rates()),
        ("chương trình và nhiệm vụ", lambda: load_programs(names)),
        ("bản dự thảo", lambda: load_draft(names.programs["2026-2030"], by=by)),
        ("ý kiến", lambda: load_consultation(names.programs["2026-2030"], read("opinions"), names, by=by)),
        ("hoạt động", lambda: load_activities(names)),
        ("hội nghị", lambda: load_meetings(names)),
        ("bước của chương trình", lambda: load_steps(names)),
        ("khoản viện trợ", lambda: load_aid(names)),
        ("bước của khoản viện trợ", lambda: load_life(read("aid_life"), names, by=by)),
        ("báo cáo của chủ khoản", load_owner_reports),
        ("giấy đăng ký, phân bổ cứu trợ", lambda: load_aid_desk(names)),
        ("báo cáo", lambda: load_reports(names)),
    ):
        created[label] = load()
    return created


def load_users(names, password):
    """Create the accounts of the demonstration; returns how many."""
    count = 0
    for row in read("users"):
        if User.objects.filter(username=row["username"]).exists():
            continue
        user = User(**values(User, row), agency=names.agency(row["agency"]), is_demo=True)
        user.set_password(password)
        user.save()
        for code in row["extra_agencies"]:
            UserAgency.objects.create(user=user, agency=names.agency(code), origin="DEMO")
        count += 1
    return count


def load_rates():
    """Create the illustrative exchange rates; returns how many."""
    count = 0
    for row in read("exchange_rates"):
        if not ExchangeRate.objects.filter(currency=row["currency"], day=row["day"]).exists():
            ExchangeRate.objects.create(**values(ExchangeRate, row))
            count += 1
    return count


def load_programs(names):
    """Create the two programs with their groups and tasks; returns how many tasks."""
    data = read("tasks")
    for row in data["programs"]:
        names.programs[row["slug"]] = _kept(Program, {"slug": row["slug"]}, values(Program, row))
    groups = {}
    for row in data["groups"]:
        key = {
            "program": names.programs[row["program"]],
            "pillar": names.pillars[row["pillar"]],
            "ordinal": row["ordinal"],
        }
        groups[row["key"]] = _kept(SolutionGroup, key, values(SolutionGroup, row) | key)
    count = 0
    for row in data["tasks"]:
        if Task.objects.filter(code=row["code"]).exists():
            continue
        task = Task.objects.create(
            **values(Task, row),
            program=names.programs[row["program"]],
            pillar=names.pillars.get(row["pillar"]),
            group=groups.get(row["group"]),
            lead_agency=names.agency(row["lead_agency"]),
        )
        for code in row["co_agencies"]:
            TaskAgency.objects.create(task=task, agency=names.agency(code), origin=row["origin"])
        count += 1
    return count


def load_activities(names):
    """Create the activities; returns how many."""
    count = 0
    for row in read("activities"):
        if Activity.objects.filter(code=row["code"]).exists():
            continue
        Activity.objects.create(
            **values(Activity, row),
            country=names.countries.get(row["country"]),
            agency=names.agency(row["agency"]),
            pillar=names.pillars.get(row["pillar"]),
        )
        count += 1
    return count


def load_meetings(names):
    """Create the meetings with all their parts; returns how many."""
    count = 0
    for row in read("meetings"):
        if Meeting.objects.filter(slug=row["slug"]).exists():
            continue
        draft = _draft_to_review(names, row)
        if "review_of" in row and draft is None:
            continue
        meeting = Meeting.objects.create(
            **values(Meeting, row),
            organiser=names.agency(row["organiser"]),
            program=names.programs.get(row["program"]),
            draft=draft,
            previous=Meeting.objects.filter(slug=row.get("previous", "")).first(),
        )
        for part in row["agenda"]:
            AgendaItem.objects.create(meeting=meeting, **values(AgendaItem, part))
        for model, key in ((Attendance, "attendances"), (Speech, "speeches")):
            for part in row[key]:
                links = {"agency": names.agency(part["agency"]), "person": names.person(part["person"])}
                model.objects.create(meeting=meeting, **values(model, part), **links)
        for part in row["quotes"]:
            SourceQuote.objects.create(meeting=meeting, **values(SourceQuote, part))
        for part in row["awards"]:
            giver = names.agency(part["giving_agency"])
            Award.objects.create(meeting=meeting, giving_agency=giver, **values(Award, part))
        _load_conclusions(names, meeting, row)
        count += 1
    return count


def _draft_to_review(names, row):
    """Return the newest version that an invented meeting looks at; only an invented one, facts stay apart."""
    if "review_of" not in row:
        return None
    program = names.programs[row["review_of"]]
    return Draft.objects.filter(program=program, origin="DEMO").latest_first().first()


def load_steps(names):
    """Record that the conference on the draft was held and concluded; returns how many steps."""
    program = names.programs["2026-2030"]
    held = Meeting.objects.filter(slug="2025-11-28-du-thao").first()
    if held is None or program.steps.exists():
        return 0
    status = Program.Status
    for start, end in (
        (status.CONF_SCHEDULED, status.CONF_HELD),
        (status.CONF_HELD, status.CONCLUDED),
    ):
        ProgramStep.objects.create(
            program=program, from_status=start, to_status=end, happened_on=held.held_on, origin="SOURCE"
        )
    return 2


def _load_conclusions(names, meeting, row):
    sentence_of = {}
    for part in row["conclusions"]:
        conclusion = Conclusion.objects.create(meeting=meeting, **values(Conclusion, part))
        if part["follow_up"]:
            # Several sentences may lead to one follow-up; it hangs on the first.
            sentence_of.setdefault(part["follow_up"], conclusion)
    for part in row["follow_ups"]:
        follow_up = FollowUp.objects.create(
            meeting=meeting,
            conclusion=sentence_of.get(part["code"]),
            lead_agency=names.agency(part["lead_agency"]),
            **values(FollowUp, part),
        )
        for code in part["co_agencies"]:
            agency = names.agency(code)
            FollowUpAgency.objects.create(follow_up=follow_up, agency=agency, origin=part["origin"])


def load_aid(names):
    """Create donors and aid items of 2025 and 2024 with their money; returns how many items."""
    for row in read("donors"):
        country = names.countries.get(row["country"])
        key = {"name": row["name"], "country": country}
        names.donors[row["key"]] = _kept(Partner, key, values(Partner, row) | key)
    count = 0
    for name in ("aid_2024", "aid_2025"):
        data = read(name)
        for row in data["regular"] + data["emergency"]:
            if not AidItem.objects.filter(code=row["code"]).exists():
                _load_item(names, row)
                count += 1
    return count


def _load_item(names, row):
    item = AidItem.objects.create(
        **values(AidItem, row),
        donor=names.donors[row["donor"]],
        recipient=names.agency(row["recipient"]),
        owner=names.agency(row["owner"]),
        governing_body=names.agency(row["governing_body"]),
        mobilised_by=names.agency(row["mobilised_by"]),
        signer=names.person(row["signer"]),
    )
    mark = {"item": item, "origin": row["origin"]}
    for part in row["sectors"]:
        share = part["share_percent"]
        ItemSector.objects.create(sector=names.sectors[part["code"]], share_percent=share, **mark)
    for code, share in zip(row["places"], equal_shares(len(row["places"])), strict=True):
        ItemPlace.objects.create(locality=names.localities[code], share_e2=share, **mark)
    for model, key in (
        (Commitment, "commitments"),
        (Counterpart, "counterparts"),
        (Disbursement, "disbursements"),
    ):
        for part in row[key]:
            model.objects.create(item=item, **values(model, part))


def load_reports(names):
    """Create the year-end report with its narrative blocks; returns how many."""
    data = read("narratives")
    row = data["report"]
    if Report.objects.filter(year=row["year"], code=row["code"]).exists():
        return 0
    outline = ReportOutline.objects.get(code=row["code"])
    report = Report.objects.create(
        **values(Report, row),
        outline=outline,
        appendices=outline.appendices,
        issuer=names.agency(row["issuer"]),
        signer=names.person(row["signer"]),
    )
    texts = {block["key"]: values(NarrativeBlock, block) for block in data["blocks"]}
    for block in blocks_from(outline, report, None):
        for column, value in texts.get(block.key, {}).items():
            setattr(block, column, value)
        block.save()
    return 1


def _kept(model, key, columns):
    """Return the record of `key`, created from `columns` where it is missing."""
    return model.objects.filter(**key).first() or model.objects.create(**columns)
