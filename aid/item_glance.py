"""What the head of an item's page tells at once: what is to be done, the money, the dossier."""

from urllib.parse import urlencode

from django.urls import reverse

from aid.life_page import LifeCard

# The list of deadlines is asked for so many years back and ahead.
_YEARS_BACK, _YEARS_AHEAD = 1, 2


def glance_of(life: LifeCard, disbursed: dict, *, today, approved_on, is_slow) -> list[dict]:
    """Return the tiles {label, value, note, url, percent, tone, is_late}, each with its part of the page."""
    return [
        _next_tile(life),
        {"label": "Cam kết", "value": disbursed["committed"], "note": "", "url": "#kinh-phi"},
        {
            "label": "Đã giải ngân",
            "value": disbursed["usd"],
            "note": _paid_words(disbursed, has_begun=approved_on is not None and approved_on <= today),
            "percent": disbursed["percent"],
            "tone": "late" if is_slow else "done",
            "url": "#giai-ngan",
        },
        _dossier_tile(life),
    ]


def deadlines_url(code: str, *, today) -> str:
    """Return where every deadline of one item stands, those far away too."""
    days = {
        "tu": f"01/01/{today.year - _YEARS_BACK}",
        "den": f"31/12/{today.year + _YEARS_AHEAD}",
    }
    return f"{reverse('aid:deadline_list')}?{urlencode({'q': code} | days)}"


def _next_tile(life: LifeCard) -> dict:
    tile = {"label": "Việc tiếp theo", "value": "Không còn bước nào", "note": "", "url": "#tien-trinh"}
    if life.onward:
        move = life.onward[0]
        tile["value"] = move.step.label
        words = (f"{move.desk} ghi" if not move.url else "", life.clock)
        tile["note"] = "; ".join(word for word in words if word)
    return tile | {"is_late": life.is_late}


def _paid_words(disbursed: dict, *, has_begun: bool) -> str:
    words = []
    if disbursed["percent"] is not None:
        words.append(f"{disbursed['percent']}% cam kết")
    if disbursed["elapsed"] is not None and has_begun:
        words.append(f"thời gian đã qua {disbursed['elapsed']}%")
    return ", ".join(words)


def _dossier_tile(life: LifeCard) -> dict:
    if not life.papers:
        return {"label": "Hồ sơ", "value": "Tệp đã gắn", "note": "", "url": "#tep"}
    words = life.lacking_words
    value = f"{words[0].upper()}{words[1:]}"
    return {"label": "Hồ sơ", "value": value, "note": f"{len(life.papers)} giấy tờ", "url": "#thanh-phan"}
