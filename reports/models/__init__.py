"""Reports: outlines, the record with its passages, its life and snapshots, the files made from it."""

from reports.models.aid_forms import AidReportForm
from reports.models.files import BackgroundFile, PaperJob, PdfExport
from reports.models.life import (
    DocumentNumber,
    IssuedFile,
    ReportComment,
    ReportFigure,
    ReportSnapshot,
    ReportStep,
)
from reports.models.manual import ManualFigure
from reports.models.outlines import OutlineSection, ReportOutline, SectionLevel
from reports.models.reports import NarrativeBlock, Report, ReportQuerySet
from reports.models.writing import FigureLook, KeptWords

__all__ = [
    "AidReportForm",
    "BackgroundFile",
    "DocumentNumber",
    "FigureLook",
    "IssuedFile",
    "KeptWords",
    "ManualFigure",
    "NarrativeBlock",
    "OutlineSection",
    "PaperJob",
    "PdfExport",
    "Report",
    "ReportComment",
    "ReportFigure",
    "ReportOutline",
    "ReportQuerySet",
    "ReportSnapshot",
    "ReportStep",
    "SectionLevel",
]
