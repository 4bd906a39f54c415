"""Writing a report: passages one by one, headings, comments, numbers looked at, words carried over."""

import json
from datetime import date

import pytest
from bs4 import BeautifulSoup

from aid.models import AidItem
from core.history import acting
from core.legal import RuleError
from core.models import Notice, User
from core.text import slug_vi
from reports.actions import headings, looks
from reports.actions import reports as actions
from reports.actions.locking import lock_report
from reports.actions.passages import save_passage
from reports.builder import BuilderPage
from reports.figure_looks import seen_now
from reports.kinds.year_end import report_numbers, report_scope
from reports.kinds.year_end_sentences import SENTENCES
from reports.models import KeptWords, NarrativeBlock, Report, ReportComment
from reports.overwritten import CHOSEN_OVER, overwritten_words
from reports.text_checks.report_gate import content_problems, lock_problems
from tests import factories as make
from tests.reports.outlines import outline
from tests.reports.year_end_world import TODAY, make_commitment, words, write

pytestmark = pytest.mark.django_db
PAGE = "/bao-cao/2025/tong-ket/"
HTMX = {"HX-Request": "true"}


def block(key="I.3"):
    return NarrativeBlock.objects.get(report__code="tong-ket", report__year=2025, key=key)


def edit_url(one):
    return f"{PAGE}doan/{one.pk}/sua/"


def page_of(year):
    return BuilderPage(Report.objects.get(pk=year.report.pk), year.writer, TODAY)


def test_a_passage_saves_itself_and_says_when(year, cast, sign_in):
    one, client = block(), sign_in(cast["LH_STAFF"])
    part = {**HTMX, "HX-Target": f"luu-{one.pk}"}
    posted = {"text": "Có {{aid.items_received}} mới.", "version": one.version}
    response = client.post(edit_url(one), posted, headers=part)
    soup = BeautifulSoup(response.content.decode(), "html5lib")
    assert "Đã lưu lúc" in soup.select_one(f"#luu-{one.pk}").text
    # The next saving goes on from what this one stored, and the words show as they print.
    assert soup.select_one("input[name=version]")["value"] == str(one.version + 1)
    assert "11 khoản" in soup.select_one(f"#in-{one.pk}").text
    again = client.post(edit_url(one), posted | {"version": one.version + 1}, headers=part)
    assert again.status_code == 200
    assert block().version == one.version + 1, "the same words again are no new version"


def test_each_passage_of_the_page_with_all_saves_itself_and_overwrites_nobody(year, cast, sign_in):
    client = sign_in(cast["LH_STAFF"])
    box = BeautifulSoup(client.get(f"{PAGE}soan/").content.decode(), "html5lib").select_one("[id='muc-I.3']")
    area, version = box.select_one("textarea"), box.select_one("input[type=hidden]")
    sent = {area["name"]: "Lần một.", version["name"]: version["value"]}
    assert set(sent) | {"csrfmiddlewaretoken"} == set(area["hx-params"].split(","))

    def post(data):
        part = {**HTMX, "HX-Target": area["hx-target"].removeprefix("#")}
        answer = client.post(area["hx-post"], data, headers=part)
        return answer, BeautifulSoup(answer.content.decode(), "html5lib").select_one(area["hx-target"])

    answer, state = post(sent)
    assert "Đã lưu lúc" in state.text
    newer = {version["name"]: state.select_one("input")["value"]}
    write(year.report, year.writer, I_3="Chữ của người khác.")
    # What was typed stays in its box on its version until the writer chose; theirs is shown.
    answer, state = post({area["name"]: "Lần hai.", **newer})
    assert answer.status_code == 409
    assert "Chữ của người khác." in state.text
    assert state.select_one("input")["value"] == newer[version["name"]]
    assert block().text == "Chữ của người khác."
    chosen = json.loads(state.select_one("button")["hx-vals"])
    area["hx-post"] = state.select_one("button")["hx-post"]
    answer, state = post({area["name"]: "Lần hai.", **chosen})
    assert (answer.status_code, block().text) == (200, "Lần hai.")
    assert f"Đã thay lời của {year.writer}" in state.text
    assert state.select_one("blockquote").text == "Chữ của người khác.", "still to read, and to copy from"
    area["hx-post"] = area["hx-post"].replace("&ghi_de=1", "")
    answer, state = post(
        {area["name"]: "Có {{aid.khong_co}}.", version["name"]: state.select_one("input")["value"]}
    )
    assert answer.status_code == 422
    assert "Chưa lưu: Không có số liệu nào tên {{aid.khong_co}}" in state.text


def test_the_portal_says_which_sentence_it_leaves_out_and_gives_it_back(year, sign_in):
    one, client = block(), sign_in(year.writer)
    part = {**HTMX, "HX-Target": f"luu-{one.pk}"}
    posted = {"text": "Có {{aid.items_received}} mới.", "version": one.version}
    answer = client.post(edit_url(one), posted, headers=part)
    own = BeautifulSoup(answer.content.decode(), "html5lib").select_one(f"#cong-{one.pk}")
    # Told while the words are typed: the sentence itself no longer stands below them.
    assert "Cổng không in câu “Toàn tỉnh tiếp nhận mới" in own.text
    assert "vốn cam kết" in own.text.lower()
    assert not any("Toàn tỉnh" in shown.text for shown in own.select(".rp-by-portal"))
    shown = [one.runs[0].text for one in page_of(year).sheet_of(block()).own if hasattr(one, "runs")]
    assert shown[:1] == ["Danh mục tại Phụ lục I."], "a reader is led to the list all the same"
    found = [found for found in page_of(year).checked.findings if found.code == "SENTENCE_REPLACED"]
    assert [(hint.key, hint.severity.value) for hint in found] == [("I.3", "hint")]
    assert not lock_problems(year.report, today=TODAY)
    before = report_numbers(year.report, report_scope(year.report, today=TODAY))
    sentence = "".join(str(getattr(run, "text", run)) for run in SENTENCES["aid"].blocks(before)[0].runs)
    write(year.report, year.writer, I_3=own.select_one("[data-token]")["data-token"])
    page = page_of(year)
    assert not [found for found in page.checked.findings if found.code == "SENTENCE_REPLACED"]
    sheet = page.sheet_of(block())
    # A token says with what it compares, each for itself.
    said = "".join(run.text for run in sheet.blocks[0].runs)
    assert said.replace(" so với cùng kỳ;", ";") == sentence


def test_words_saved_over_by_one_and_then_by_another_are_all_offered(year, cast):
    others, third = cast["LH_STAFF"], cast["LH_LEADER"]

    def save(text, by, reason=CHOSEN_OVER):
        save_passage(block=block(), expected=block().version, text=text, by=by, reason=reason)
        return [row.text for row in overwritten_words(year.report).get(block().pk, ())]

    assert save("Lời B", year.writer, "") == []
    assert save("Lời A", others) == ["Lời B"]
    assert save("Lời A, lần hai", others) == ["Lời B"], "his own words take no place"
    assert save("Lời C", third) == ["Lời B", "Lời A, lần hai"]
    assert save("Lời C, thêm", third, "") == ["Lời B", "Lời A, lần hai"]
    assert save("Lời B", year.writer, "") == []


def test_two_people_in_one_passage_lose_nothing(year, cast, sign_in):
    one, client = block(), sign_in(cast["LH_STAFF"])
    stale = {"text": "Chữ của người sau.", "version": one.version}
    write(year.report, year.writer, I_3="Chữ của người trước.", I_4="Mục khác.")
    in_place = {**HTMX, "HX-Target": f"doan-{one.pk}"}
    for headers in ({}, {**HTMX, "HX-Target": f"luu-{one.pk}"}, in_place):
        response = client.post(edit_url(one), stale, headers=headers)
        assert response.status_code == 409
        assert "Chữ của người sau." in response.content.decode()
        assert "Chữ của người trước." in words(response)
        assert f"{year.writer} vừa lưu" in words(response).replace("\n", " ")
    assert block().text == "Chữ của người trước."
    # Saved over theirs by choice: their words stay in sight, and one button brings them back.
    chosen = BeautifulSoup(response.content.decode(), "html5lib").select_one(f"form#doan-{one.pk}")
    mine = {"text": "Chữ của người sau.", "version": chosen.select_one("[name=version]")["value"]}
    answer = client.post(chosen["hx-post"], mine, headers=in_place)
    saved = BeautifulSoup(answer.content.decode(), "html5lib")
    note = saved.select_one(f"#doan-{one.pk} .note")
    assert f"Đã thay lời của {year.writer}" in note.text
    assert note.select_one("blockquote").text == "Chữ của người trước."
    # After more of their own words, and on a page opened anew, it is still offered; once taken, no more.
    client.post(edit_url(one), {"text": "Chữ của người sau, thêm nữa.", "version": block().version})

    def offered():
        return BeautifulSoup(client.get(PAGE).content, "html5lib").select_one(f"#doan-{one.pk} .note form")

    undo = offered()
    client.post(undo["action"], {one["name"]: one["value"] for one in undo.select("input[type=hidden]")})
    assert block().text == "Chữ của người trước."
    assert offered() is None


def test_a_passage_is_saved_without_scripts_and_refused_in_words(year, cast, sign_in):
    one, client = block(), sign_in(cast["LH_STAFF"])
    assert "Lưu đoạn" in words(client.get(edit_url(one)))
    for text, sentence in (
        ("Có {{aid.khong_co}}.", "Không có số liệu nào tên {{aid.khong_co}}"),
        ("Xem {{bang:aid}} dưới đây.", "phải đứng một mình trên một dòng"),
    ):
        refused = client.post(edit_url(one), {"text": text, "version": one.version})
        assert sentence in words(refused)
        assert text in refused.content.decode()
    saved = client.post(edit_url(one), {"text": "Lời mới.\n{{bang:aid}}", "version": one.version})
    assert saved["Location"] == f"{PAGE}#muc-I.3"
    assert "A. Chương trình, dự án" in words(client.get(PAGE))


def test_headings_are_added_moved_and_brought_back_with_their_words(year, cast, sign_in):
    client, address = sign_in(cast["LH_STAFF"]), f"{PAGE}muc/"
    first = block("I.1")
    typed = {"title": "Công tác lễ tân", "level": "SO", "is_written": "on", "after": first.pk}
    assert client.post(address, typed).status_code == 302
    made = NarrativeBlock.objects.get(report=year.report, title="Công tác lễ tân")
    order = list(
        NarrativeBlock.objects.filter(report=year.report).order_by("ordinal").values_list("pk", flat=True)
    )
    assert order.index(made.pk) == order.index(first.pk) + 1
    # Whoever is writing meanwhile goes on: a move is no change of words.
    version = first.version
    client.post(f"{address}{made.pk}/chuyen/", {"viec": "len"})
    assert "1. Công tác lễ tân" in words(client.get(PAGE))
    assert block("I.1").version == version
    gone = block("I.4")
    assert client.post(f"{address}{gone.pk}/bo/", {"version": gone.version}).status_code == 302
    assert "Công tác kiều bào" in words(client.get(address)), "it stands among what was taken out"
    client.post(f"{address}I.4/khoi-phuc/")
    assert block("I.4").text == gone.text
    roof = block("I")
    said = words(client.post(f"{address}{roof.pk}/bo/", {"version": roof.version}, follow=True))
    assert "còn 9 mục bên dưới" in said


def test_comments_reach_the_writers_and_are_settled(year, cast, sign_in):
    leader = sign_in(cast["LH_LEADER"])
    one = block()
    agency = year.issuer
    # One wrote another passage only, one has gone to another body since.
    colleague = make.UserFactory(role="LH_STAFF", agency=agency)
    gone = make.UserFactory(role="LH_STAFF", agency=agency)
    write(year.report, colleague, I_4="Mục khác.")
    write(year.report, gone, I_5="Mục khác nữa.")
    with acting(by=User.objects.system(), verb="tests.edit", label="Tạo dữ liệu thử"):
        gone.agency = make.AgencyFactory()
        gone.save()
    leader.post(f"{PAGE}doan/{one.pk}/trao-doi/", {"text": "Nêu thêm địa bàn."})
    comment = ReportComment.objects.get()
    assert {told.user for told in Notice.objects.all()} == {year.writer, colleague}
    told = Notice.objects.get(user=year.writer)
    assert (told.kind, told.url) == (Notice.Kind.COMMENTED, f"{PAGE}#muc-I.3")
    client = sign_in(year.writer)
    assert "1 trao đổi" in words(client.get(PAGE))
    settle = f"{PAGE}trao-doi/{comment.pk}/xong/"
    client.post(settle, {"version": comment.version, "viec": "xong"})
    comment.refresh_from_db()
    assert comment.settled_by == year.writer
    assert not Notice.objects.filter(user=colleague).unread(), "nobody is asked any more"
    client.post(settle, {"version": comment.version, "viec": "mo-lai"})
    comment.refresh_from_db()
    assert comment.settled_at is None


def test_a_question_reaches_who_writes_for_the_issuer_and_the_talk_stays_open(year, sign_in):
    one, colleague = block(), make.UserFactory(role="LH_STAFF", agency=year.issuer)
    client, part = sign_in(year.writer), {**HTMX, "HX-Target": f"doan-{one.pk}"}
    answer = client.post(f"{PAGE}doan/{one.pk}/trao-doi/", {"text": "Ai viết mục này?"}, headers=part)
    talk = BeautifulSoup(answer.content.decode(), "html5lib").select_one("details.rp-talk")
    assert talk.has_attr("open")
    assert "Ai viết mục này?" in talk.text
    assert colleague in {told.user for told in Notice.objects.all()}, "nobody else wrote any of it"
    empty = client.post(f"{PAGE}doan/{one.pk}/trao-doi/", {"text": " "}, headers=part)
    assert empty.status_code == 422


def test_a_number_that_contradicts_the_register_stops_the_report_by_its_paragraph(year, cast, sign_in):
    write(
        year.report,
        year.writer,
        I_3="Công tác này được quan tâm.\nNgay từ đầu năm đã có kế hoạch. Tỉnh tiếp nhận 12 khoản viện trợ.",
        I_6="Có 10 hội hữu nghị thành viên.",
    )
    [problem] = lock_problems(Report.objects.get(pk=year.report.pk), today=TODAY)
    named = "Mục “Công tác phi chính phủ nước ngoài”, đoạn 2 (“Ngay từ đầu năm đã có …”) ghi “12 khoản”"
    assert f"{named} trong câu “Tỉnh tiếp nhận 12 khoản viện trợ”" in str(problem)
    assert "11 khoản" in str(problem)
    client = sign_in(cast["LH_STAFF"])
    page = client.get(PAGE)
    states = {
        one.text: one["data-state"] for one in BeautifulSoup(page.content, "html5lib").select("[data-state]")
    }
    assert {state for text, state in states.items() if text.startswith(("12 khoản", "10 hội hữu nghị"))} == {
        "THIEU"
    }
    marks = {finding.text: mark.code for mark, finding in page_of(year).typed}
    told = words(client.post(f"{PAGE}so-lieu/{marks['10 hội hữu nghị']}/gan/", follow=True))
    assert block("I.6").text == "Có {{associations.members}} hữu nghị thành viên."
    # The portal's own sentence goes with it: told, and taken back with the words.
    assert "câu cổng tự viết thôi in" in told
    own = words(client.get(PAGE))
    client.post(f"{PAGE}doan/{block('I.6').pk}/hoan-tac/", {"version": block("I.6").version})
    assert block("I.6").text == "Có 10 hội hữu nghị thành viên."
    assert words(client.get(PAGE)) != own
    client.post(f"{PAGE}so-lieu/{marks['10 hội hữu nghị']}/gan/")
    keep = f"{PAGE}so-lieu/{marks['12 khoản']}/khong-can-nguon/"
    assert "Nhập không cần nguồn vì" in words(client.post(keep, {"reason": ""}))
    client.post(keep, {"reason": "Số của năm ngoái, trích nguyên văn"})
    assert not lock_problems(Report.objects.get(pk=year.report.pk), today=TODAY)
    kept = KeptWords.objects.get()
    # Other words in the passage open it again; so does taking the decision back.
    save_passage(block=block(), expected=block().version, text="Nay 12 khoản viện trợ.", by=year.writer)
    assert lock_problems(Report.objects.get(pk=year.report.pk), today=TODAY)
    looks.lift_kept_words(kept=kept, expected=kept.version, today=TODAY, by=year.writer)
    with pytest.raises(RuleError):
        looks.lift_kept_words(kept=kept, expected=kept.version, today=TODAY, by=year.writer)


def test_a_figure_that_moved_since_it_was_looked_at_names_the_record(year, cast, sign_in):
    client = sign_in(cast["LH_STAFF"])
    client.post(f"{PAGE}so-lieu/da-soat/")
    assert page_of(year).changed == 0
    item = make.AidItemFactory(name="Khoản đến sau", approved_on=date(2025, 12, 20))
    make_commitment(item, 10_000)
    page = words(client.get(f"{PAGE}so-lieu/"))
    assert "11 khoản → 12 khoản" in page
    assert "Khoản đến sau : mới được tính" in page
    panel = client.get(f"{PAGE}so/aid.items_received/", headers={**HTMX, "HX-Target": "nguon"})
    assert "Đã đổi" in words(panel)
    assert "<html" not in panel.content.decode()
    client.post(f"{PAGE}so-lieu/da-soat/", {"so": "aid.items_received"})
    assert "11 khoản → 12 khoản" not in words(client.get(f"{PAGE}so-lieu/"))


def test_a_number_of_the_year_before_is_looked_at_by_itself(year, cast, sign_in):
    forms = ("", "|cung-ky", "|so-cung-ky")
    said = ", ".join(f"{{{{aid.items_received{form}}}}}" for form in forms)
    write(year.report, year.writer, I_3=f"Tiếp nhận {said}.")
    client = sign_in(cast["LH_STAFF"])
    client.post(f"{PAGE}so-lieu/da-soat/")
    item = make.AidItemFactory(name="Khoản năm trước", approved_on=date(2024, 12, 20))
    make_commitment(item, 10_000)
    page = BeautifulSoup(client.get(f"{PAGE}so-lieu/").content, "html5lib")
    lines = page.select(".dn-t tbody tr")
    rows = {" ".join(row.select_one(".nm").text.split()): " ".join(row.text.split()) for row in lines}
    name = "Chương trình, dự án, phi dự án tiếp nhận mới"
    assert "Khớp" in rows[name], "this year's number did not move"
    before = rows[f"{name}, cùng kỳ năm trước"]
    assert "Khoản năm trước: mới được tính" in before
    assert "11 khoản" not in before
    assert "11 khoản; cùng kỳ" in rows[f"{name}, so với cùng kỳ"]
    assert "Đã đổi" in rows[f"{name}, so với cùng kỳ"]


def test_the_panel_sums_to_the_number(year, cast, sign_in):
    said = words(sign_in(cast["LH_STAFF"]).get(f"{PAGE}so/aid.committed_usd/"))
    assert "11 dòng tiền tạo nên số này" in said
    assert "Cộng 1.903.400 USD" in said
    shown = AidItem.objects.filter(approved_on__year=2025, approved_on__month__lte=5)
    assert all(item.code in said for item in shown)
    assert "6 dòng tiền nữa 544.500" in said


def test_last_years_report_is_copied_to_be_written_anew(year, cast, sign_in):
    write(year.report, year.writer, I_3="Năm 2025 có {{aid.items_received}}.")
    after = NarrativeBlock(report=year.report, title="Kế hoạch năm 2026 và năm 2030", level="SO")
    headings.add_heading(block=after, after=block("I.8"), by=year.writer)
    report = actions.add_report(
        outline=outline(), year=2026, issuer=year.issuer, source=year.report, by=year.writer
    )
    copied = report.narratives.get(key="I.3")
    assert (copied.is_carried, copied.text) == (True, "Năm 2025 có {{aid.items_received}}.")
    assert report.narratives.get(key="I").title == "Kết quả công tác năm 2026"
    assert report.narratives.filter(title="Kế hoạch năm 2027 và năm 2030").exists()
    assert "chép từ báo cáo trước chưa viết lại" in " ".join(map(str, content_problems(report, today=TODAY)))
    client = sign_in(cast["LH_STAFF"])
    page = words(client.get("/bao-cao/2026/tong-ket/"))
    assert "Chép từ báo cáo trước, phải viết lại" in page
    base = f"/bao-cao/2026/tong-ket/doan/{copied.pk}/"
    client.post(f"{base}con-dung/", {"version": copied.version})
    copied.refresh_from_db()
    assert not copied.is_carried
    other = report.narratives.get(key="I.4")
    client.post(
        f"/bao-cao/2026/tong-ket/doan/{other.pk}/sua/", {"text": "Viết lại.", "version": other.version}
    )
    other.refresh_from_db()
    assert not other.is_carried
    client.post(f"/bao-cao/2026/tong-ket/doan/{other.pk}/hoan-tac/", {"version": other.version})
    other.refresh_from_db()
    assert other.is_carried, "what comes back is still last year's"


def test_words_close_with_the_lock(year, cast, sign_in):
    Report.objects.filter(pk=year.report.pk)
    one = block()
    stored = Report.objects.get(pk=year.report.pk)
    lock_report(report=stored, typed_year="2025", expected=stored.version, today=TODAY, by=year.writer)
    with pytest.raises(RuleError):
        save_passage(block=one, expected=one.version, text="Sửa lén.", by=year.writer)
    with pytest.raises(RuleError):
        headings.remove_heading(block=one, expected=one.version, by=year.writer)
    page = sign_in(cast["LH_STAFF"]).get(PAGE)
    assert not BeautifulSoup(page.content, "html5lib").select("[data-edit]")
    assert slug_vi(stored.title)


def test_figures_of_a_reader_of_a_part_have_no_records(year, cast, sign_in):
    # Others read a report once it is issued.
    with acting(by=year.writer, verb="tests.edit", label="Thử"):
        make.bring_report_to(year.report, Report.Status.ISSUED)
    said = words(sign_in(cast["FIN"]).get(f"{PAGE}so/associations.members/"))
    assert "Giá trị đúng" in said


def test_seen_figures_keep_their_records(year):
    page = page_of(year)
    [seen] = seen_now(page.numbers.values, ["aid.items_received"], page.scope)
    assert (seen.value, len(seen.sources)) == ("11", 11)
