"""What the matrix of rights needs of the aid desk: donors, duplicates, emergencies, papers, settings."""

from datetime import date

from aid.models import AidStep, DossierRequirement, Merge, NgoRegistration, OpenData
from reports.models import AidReportForm
from tests import factories as make


def donor_records(donor, agency, paper):
    """Return a certificate with its scan, likely doubles, a merge that was made, settings."""
    days = {"issued_on": date(2024, 1, 1), "expires_on": date(2026, 12, 31)}
    merge = Merge(
        kind="NHA_TAI_TRO", kept_id=donor.pk, kept_label=donor.name, gone_id=987_654_321,
        gone_label="Quỹ cũ", merged_on=date(2025, 6, 1), undone_on=date(2025, 6, 2),
    )  # fmt: skip
    merge.save()
    return {
        "donor": donor,
        "registration": paper(NgoRegistration, partner=donor, number="01/CNV-HĐ", **days),
        "other_donor": make.PartnerFactory(name="Quỹ Nhịp cầu Đức"),
        "twin": make.AidItemFactory(code="VT-2025-DOI", donor=donor, recipient=agency),
        "merge": merge,
        "open_data": OpenData.objects.first() or OpenData.objects.create(pk=1, org_name="Sở Ngoại vụ"),
    }


def urgent_item(donor, agency, slug):
    """Return an emergency grant of an agency."""
    return make.AidItemFactory(
        recipient=agency, donor=donor, code=f"VT-2025-KC-{slug.upper()}", emergency=True
    )


def requirement():
    """Return a line of the checklist, made only where there is none."""
    columns = {"label": "giấy tờ thử", "rule_set": "ND80", "document_kind": "KHAC", "citation": "Nghị định"}
    found = DossierRequirement.objects.first()
    return found or DossierRequirement.objects.create(code="THU", **columns)


def dong(amount):
    """Return the columns of an amount in đồng, as saving a form gives them."""
    return {"amount_minor": amount, "currency": "VND", "rate_e4": 10_000, "vnd": amount}


def report_form():
    """Return a form of the aid table, made only where there is none."""
    columns = ["name", "donor"]
    return first_or(AidReportForm, code="thu", name="Bảng thử", subject="Khoản viện trợ", columns=columns)


def saved(record):
    """Return the record, stored."""
    record.save()
    return record


def first_or(model, **values):
    """Return the first record of the model, made of these values where there is none."""
    return model.objects.first() or saved(model(**values))


def aid_step(item):
    """Return a step of an item."""
    days = {"on": date(2025, 6, 5), "from_status": "DOSSIER", "to_status": "APPROVED"}
    return saved(AidStep(item=item, kind="THONG_BAO", **days))


def manual_values(agency):
    """Return what a number typed by hand states."""
    code = f"doan-{agency.pk if agency else 0}"
    return {
        "code": code, "label": "Đoàn vào", "unit": "đoàn", "year": 2025, "value_e2": 500,
        "source": "Công văn 12", "told_by": "Nguyễn Văn A", "told_on": date(2025, 12, 1), "agency": agency,
    }  # fmt: skip
