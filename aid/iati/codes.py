"""Code lists of IATI 2.03, as far as the portal speaks of them."""

VERSION = "2.03"
COUNTRY = "VN"
LANGUAGE = "vi"
ENGLISH = "en"
# What the standard has no field for stands in attributes and elements of this namespace, which it allows.
PORTAL = "urn:cong-doi-ngoai:vien-tro"

# What stands in place of a private person's name, and beside a day that is no beginning.
PRIVATE_DONOR = "Cá nhân (không công bố tên)"
APPROVAL_AS_START = "Ngày phê duyệt; chưa ghi ngày bắt đầu."

# OrganisationType; the kinds of partners by their stored codes, so that the guarded child needs no database.
GOVERNMENT, LOCAL_GOVERNMENT, OTHER_PUBLIC = "10", "11", "15"
ORGANISATION_TYPES = {
    "TC_PCPNN": "21",
    "DIA_PHUONG": LOCAL_GOVERNMENT,
    "CQ_DAI_DIEN_NG": GOVERNMENT,
    "CO_QUAN_NN": GOVERNMENT,
    "TC_QUOC_TE": "40",
    "DOANH_NGHIEP": "70",
    "VIEN_TRUONG": "80",
    "HOI_DOAN": "24",
    "CA_NHAN": "90",
    "CHUA_RO": "90",
}

# OrganisationRole.
FUNDING, ACCOUNTABLE, IMPLEMENTING = "1", "2", "4"

# ActivityStatus by the state that the item has on the day.
PIPELINE, IMPLEMENTATION, FINALISATION, CLOSED, CANCELLED = "1", "2", "3", "4", "5"
ACTIVITY_STATUS = {
    "MOBILISING": PIPELINE,
    "COMMITTED": PIPELINE,
    "DOSSIER": PIPELINE,
    "RECEIVED": PIPELINE,
    "RETURNED": PIPELINE,
    "CONSULTING": PIPELINE,
    "APPRAISED": PIPELINE,
    "APPROVED": PIPELINE,
    "NOTIFIED": PIPELINE,
    "IMPLEMENTING": IMPLEMENTATION,
    "ADJUSTING": IMPLEMENTATION,
    "ENDED": FINALISATION,
    "HANDED_OVER": FINALISATION,
    "FINAL_REPORTED": FINALISATION,
    "SETTLED": CLOSED,
    "REJECTED": CANCELLED,
    "WITHDRAWN": CANCELLED,
    "REVOKED": CANCELLED,
    "STOPPED": CANCELLED,
}
STATUS_NAMES = {
    PIPELINE: "đang chuẩn bị",
    IMPLEMENTATION: "đang thực hiện",
    FINALISATION: "đã xong, chờ quyết toán",
    CLOSED: "đã đóng",
    CANCELLED: "đã hủy",
}

# ActivityDateType.
PLANNED_START, ACTUAL_START, PLANNED_END, ACTUAL_END = "1", "2", "3", "4"
DATE_NAMES = {
    PLANNED_START: "ngày bắt đầu dự kiến",
    ACTUAL_START: "ngày bắt đầu thực tế",
    PLANNED_END: "ngày kết thúc dự kiến",
    ACTUAL_END: "ngày kết thúc thực tế",
}

# TransactionType: what a recipient reports.
INCOMING_FUNDS, INCOMING_COMMITMENT = "1", "11"
# What other publishers report of the same money, seen from the donor's side.
OUTGOING_COMMITMENT, DISBURSEMENT, EXPENDITURE = "2", "3", "4"
COMMITMENTS = {INCOMING_COMMITMENT, OUTGOING_COMMITMENT}
PAYMENTS = {INCOMING_FUNDS, DISBURSEMENT, EXPENDITURE}

# SectorVocabulary and RegionVocabulary: the reporting organisation's own list; OECD DAC five digits.
OWN_VOCABULARY, DAC = "99", "1"
FLOW_PRIVATE_GRANTS, FINANCE_GRANT = "30", "110"
DESCRIPTION_GENERAL, DESCRIPTION_OBJECTIVES, DESCRIPTION_OTHER = "1", "2", "4"
POINT_SYSTEM = "http://www.opengis.net/def/crs/EPSG/0/4326"

# What marks a correction of a closed period in the portal's own namespace.
CORRECTION = "DIEU_CHINH"

# Labels of the portal's own codes, as its table of items names them.
MODES = {
    "CHUONG_TRINH": "Chương trình",
    "DU_AN": "Dự án",
    "PHI_DU_AN": "Phi dự án",
    "CHUA_XEP": "Chưa xếp loại",
}
EMERGENCIES = {"CUU_TRO": "Cứu trợ khẩn cấp", "KHAC_PHUC": "Khắc phục hậu quả"}
FORMS = {"TIEN": "tiền", "HIEN_VAT": "hiện vật", "HOAN_TRA": "hoàn trả nhà tài trợ"}
