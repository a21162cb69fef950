#include "archive/page.h"

#include "base/html.h"

const char archive_style[] =
	"body{font:16px/1.5 'Times New Roman',serif;margin:0 auto;max-width:76rem;padding:1rem;"
	"color:#1a1a1a;background:#fff}\n"
	"h1{font-size:1.6rem;line-height:1.25;margin:.5rem 0}\n"
	"h2{font-size:1.2rem;margin:1.6rem 0 .4rem}\n"
	"a{color:#0b4f8a}\n"
	"nav{margin:.5rem 0}\n"
	".bang{overflow-x:auto}\n"
	"table{border-collapse:collapse;font-size:.95rem;min-width:40%}\n"
	"th,td{border:1px solid #999;padding:.25rem .5rem;text-align:left;vertical-align:top;"
	"max-width:36rem;overflow-wrap:anywhere}\n"
	"th{background:#eee}\n"
	"td.so{text-align:right;white-space:nowrap}\n"
	"tr:target{background:#fff3b0}\n"
	"@media print{nav{display:none}}\n";

void archive_page_begin(struct buf *b, struct str title, struct str about, const char *root)
{
	buf_z(b, "<!DOCTYPE html>\n<html lang=\"vi\">\n<head>\n<meta charset=\"utf-8\">\n"
	         "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n<title>");
	html_text(b, title);
	buf_printf(
		b, "</title>\n<link rel=\"stylesheet\" href=\"%s" ARCHIVE_STYLE "\">\n</head>\n<body>\n",
		root);
	if (*root)
		buf_printf(b, "<nav><a href=\"%sindex.html\">Trang đầu của gói</a></nav>\n", root);
	buf_z(b, "<h1>");
	html_text(b, title);
	buf_z(b, "</h1>\n");
	if (about.n)
		archive_page_para(b, about);
}

void archive_page_end(struct buf *b)
{
	buf_z(b, "</body>\n</html>\n");
}

void archive_page_para(struct buf *b, struct str text)
{
	buf_z(b, "<p>");
	html_text(b, text);
	buf_z(b, "</p>\n");
}

void archive_page_head(struct buf *b, struct str text)
{
	buf_z(b, "<h2>");
	html_text(b, text);
	buf_z(b, "</h2>\n");
}

void archive_table_begin(struct buf *b, const struct archive_cell *heads, size_t n)
{
	buf_z(b, "<div class=\"bang\">\n<table>\n<thead><tr>");
	for (size_t i = 0; i < n; i++) {
		buf_z(b, "<th scope=\"col\">");
		html_text(b, heads[i].text);
		buf_z(b, "</th>");
	}
	buf_z(b, "</tr></thead>\n<tbody>\n");
}

static void one_cell(struct buf *b, const struct archive_cell *c)
{
	buf_z(b, c->number ? "<td class=\"so\">" : "<td>");
	if (c->href.n && c->text.n) {
		buf_z(b, "<a href=\"");
		html_attr(b, c->href);
		buf_z(b, "\">");
	}
	html_text(b, c->text);
	buf_z(b, c->href.n && c->text.n ? "</a></td>" : "</td>");
}

void archive_table_row(struct buf *b, struct str id, const struct archive_cell *cells, size_t n)
{
	buf_z(b, "<tr");
	if (id.n) {
		buf_z(b, " id=\"");
		html_attr(b, id);
		buf_chr(b, '"');
	}
	buf_chr(b, '>');
	for (size_t i = 0; i < n; i++)
		one_cell(b, &cells[i]);
	buf_z(b, "</tr>\n");
}

void archive_table_end(struct buf *b)
{
	buf_z(b, "</tbody>\n</table>\n</div>\n");
}

static void turn(struct buf *b, struct str href, const char *say)
{
	if (href.n == 0)
		return;
	buf_z(b, "<a href=\"");
	html_attr(b, href);
	buf_printf(b, "\">%s</a> ", say);
}

void archive_page_turn(struct buf *b, struct str before, struct str after)
{
	if (before.n == 0 && after.n == 0)
		return;
	buf_z(b, "<nav>");
	turn(b, before, "Trang trước");
	turn(b, after, "Trang sau");
	buf_z(b, "</nav>\n");
}
