"""One JSON object per log line, for production."""

import json
import logging
from contextvars import ContextVar
from datetime import UTC, datetime

current_request_id: ContextVar[str] = ContextVar("current_request_id", default="")


class ShortRefusals(logging.Filter):
    """Log a refused page (403) as one line: where the code refused it tells nobody anything."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep the record, without the traceback of a refusal."""
        if getattr(record, "status_code", None) == 403:
            record.exc_info = None
        return True


class JsonFormatter(logging.Formatter):
    """Format a record as one line of JSON with time, level, logger, message, request and traceback."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; line breaks inside a message cannot forge a second one."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if request_id := current_request_id.get():
            line["request"] = request_id
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)
