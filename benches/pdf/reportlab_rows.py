"""Prints the rows of a JSON file as a table with a repeated head."""
import json
import sys

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate, TableStyle

data = json.load(open(sys.argv[1], encoding="utf-8"))
body = ParagraphStyle("body", fontName="Helvetica", fontSize=8, leading=10)
title = ParagraphStyle("title", fontName="Helvetica-Bold", fontSize=17, leading=24)
# Only texts that may need more than a line are paragraphs.
rows = [data["head"]] + [
    [Paragraph(row[0], body), *row[1:4], Paragraph(row[4], body)] for row in data["rows"]
]
table = LongTable(rows, colWidths=[50 * mm, 10 * mm, 16 * mm, 22 * mm, 80 * mm], repeatRows=1)
table.setStyle(
    TableStyle(
        [
            ("FONT", (0, 0), (-1, -1), "Helvetica", 8),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LINEBELOW", (0, 0), (-1, -1), 0.4, colors.HexColor("#cfd5db")),
            ("TOPPADDING", (0, 0), (-1, -1), 2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
        ]
    )
)
document = SimpleDocTemplate(
    sys.argv[2], pagesize=A4, leftMargin=16 * mm, rightMargin=16 * mm, topMargin=22 * mm, bottomMargin=18 * mm
)
document.build([Paragraph("Findings", title), table])
