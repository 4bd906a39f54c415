"""Reading and writing of tables in files: the only code that touches an uploaded workbook or CSV file."""
