/* docx_parts.c: the parts of a DOCX that are the same, or nearly, in every paper. */
#include "paper/docx.h"

#include "base/html.h"

#define PART_MAX ((size_t)1 << 20)
#define TYPES "application/vnd.openxmlformats-officedocument.wordprocessingml."
#define RELS "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/"

static const char content_types[] = DOCX_XML
	"<Types xmlns=\"" PACKAGE "content-types\">"
	"<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package."
	"relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/>"
	"<Default Extension=\"png\" ContentType=\"image/png\"/>"
	"<Override PartName=\"/word/document.xml\" ContentType=\"" TYPES "document.main+xml\"/>"
	"<Override PartName=\"/word/styles.xml\" ContentType=\"" TYPES "styles+xml\"/>"
	"<Override PartName=\"/word/settings.xml\" ContentType=\"" TYPES "settings+xml\"/>"
	"<Override PartName=\"/word/header1.xml\" ContentType=\"" TYPES "header+xml\"/>"
	"<Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-"
	"package.core-properties+xml\"/></Types>";

static const char package_rels[] = DOCX_XML
	"<Relationships xmlns=\"" PACKAGE "relationships\">"
	"<Relationship Id=\"r1\" Type=\"" RELS "officeDocument\" Target=\"word/document.xml\"/>"
	"<Relationship Id=\"r2\" Type=\"" PACKAGE
	"relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/></Relationships>";

static const char document_rels[] =
	DOCX_XML "<Relationships xmlns=\"" PACKAGE "relationships\">"
			 "<Relationship Id=\"r1\" Type=\"" RELS "styles\" Target=\"styles.xml\"/>"
			 "<Relationship Id=\"r2\" Type=\"" RELS "settings\" Target=\"settings.xml\"/>"
			 "<Relationship Id=\"r3\" Type=\"" RELS "header\" Target=\"header1.xml\"/>";

/* Mode 15: as Word lays out since 2013. */
static const char settings[] =
	DOCX_XML "<w:settings " DOCX_W "><w:defaultTabStop w:val=\"720\"/><w:compat><w:compatSetting "
			 "w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" "
			 "w:val=\"15\"/></w:compat></w:settings>";

static const char header[] = DOCX_XML
	"<w:hdr " DOCX_W "><w:p><w:pPr><w:pStyle w:val=\"SoTrang\"/></w:pPr><w:r><w:fldChar "
	"w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> PAGE "
	"</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>2</w:t>"
	"</w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p></w:hdr>";

void docx_escape(struct buf *b, struct str s)
{
	html_text(b, s); /* & < > are the same in XML; control characters are out since viet_nfc() */
}

static void style_xml(struct buf *b, const struct paper_style *s)
{
	static const char *const aligns[] = {[PAPER_LEFT] = "left",
	                                     [PAPER_CENTRED] = "center",
	                                     [PAPER_RIGHT] = "right",
	                                     [PAPER_JUSTIFIED] = "both"};
	buf_printf(
		b,
		"<w:style w:type=\"paragraph\" w:customStyle=\"1\" w:styleId=\"%s\"><w:name w:val=\"%s\"/>"
		"<w:basedOn w:val=\"Normal\"/><w:qFormat/><w:pPr>%s<w:widowControl/>",
		s->id, s->word, s->keep ? "<w:keepNext/>" : "");
	if (s->height > 0)
		buf_printf(b,
		           "<w:spacing w:before=\"0\" w:after=\"0\" w:line=\"%d\" w:lineRule=\"atLeast\"/>",
		           docx_twips(s->height));
	else
		buf_printf(
			b, "<w:spacing w:before=\"%d\" w:after=\"%d\" w:line=\"%d\" w:lineRule=\"auto\"/>",
			docx_twips(s->before), s->rule ? 0 : docx_twips(s->after), (int)(s->line * 240 + 0.5));
	buf_printf(b, "<w:ind w:left=\"%d\" w:firstLine=\"%d\"/><w:jc w:val=\"%s\"/>",
	           (int)(s->left * DOCX_TWIPS_PER_MM + 0.5), (int)(s->first * DOCX_TWIPS_PER_MM + 0.5),
	           aligns[s->align]);
	if (s->outline)
		buf_printf(b, "<w:outlineLvl w:val=\"%d\"/>", s->outline - 1);
	buf_printf(b, "</w:pPr><w:rPr>%s%s<w:sz w:val=\"%d\"/><w:szCs w:val=\"%d\"/></w:rPr></w:style>",
	           s->face & PAPER_BOLD ? "<w:b/>" : "", s->face & PAPER_ITALIC ? "<w:i/>" : "",
	           (int)(s->size * 2 + 0.5), (int)(s->size * 2 + 0.5));
}

/* A paragraph of no text: the rule under another one, or the room beside a table. */
static void thin_style(struct buf *b, const char *id, const char *name, const char *border,
                       double pt)
{
	buf_printf(
		b,
		"<w:style w:type=\"paragraph\" w:customStyle=\"1\" w:styleId=\"%s\"><w:name w:val=\"%s\"/>"
		"<w:basedOn w:val=\"Normal\"/><w:pPr><w:keepNext/>%s<w:spacing w:before=\"0\" "
		"w:after=\"0\" "
		"w:line=\"%d\" w:lineRule=\"exact\"/></w:pPr><w:rPr><w:sz w:val=\"2\"/></w:rPr></w:style>",
		id, name, border, docx_twips(pt));
}

static void styles_xml(struct buf *b)
{
	buf_printf(b,
	           DOCX_XML
	           "<w:styles " DOCX_W "><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"%s\" "
	           "w:hAnsi=\"%s\" w:cs=\"%s\" w:eastAsia=\"%s\"/><w:lang w:val=\"vi-VN\" "
	           "w:eastAsia=\"vi-VN\" w:bidi=\"vi-VN\"/></w:rPr></w:rPrDefault><w:pPrDefault/>"
	           "</w:docDefaults><w:style w:type=\"paragraph\" w:default=\"1\" "
	           "w:styleId=\"Normal\"><w:name w:val=\"Normal\"/><w:rPr><w:sz w:val=\"28\"/>"
	           "<w:szCs w:val=\"28\"/></w:rPr></w:style>",
	           paper_page.font, paper_page.font, paper_page.font, paper_page.font);
	buf_printf(
		b,
		"<w:style w:type=\"paragraph\" w:customStyle=\"1\" w:styleId=\"SoTrang\"><w:name "
		"w:val=\"số trang\"/><w:basedOn w:val=\"Normal\"/><w:pPr><w:jc w:val=\"center\"/></w:pPr>"
		"<w:rPr><w:sz w:val=\"%d\"/></w:rPr></w:style>",
		(int)(paper_page.number_size * 2));
	thin_style(
		b, "DuongKe", "đường kẻ",
		"<w:pBdr><w:top w:val=\"single\" w:sz=\"6\" w:space=\"0\" w:color=\"000000\"/></w:pBdr>",
		PAPER_RULE_GAP);
	thin_style(b, "Cach", "cách", "", PAPER_TABLE_BEFORE);
	thin_style(b, "Mong", "mỏng", "", 1);
	for (int i = 0; i < PAPER_ROLES; i++)
		style_xml(b, &paper_styles[i]);
	buf_z(b, "</w:styles>");
}

static void core_xml(struct buf *b, const struct paper *p)
{
	buf_z(b,
	      DOCX_XML "<cp:coreProperties xmlns:cp=\"" PACKAGE
	               "metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
	               "xmlns:dcterms=\"http://purl.org/dc/terms/\" xmlns:xsi=\"http://www.w3.org/2001/"
	               "XMLSchema-instance\"><dc:title>");
	docx_escape(b, p->title);
	buf_z(b, "</dc:title><dc:creator>");
	docx_escape(b, p->author);
	buf_z(b, "</dc:creator><dc:language>vi-VN</dc:language>");
	if (!date_is_none(p->date))
		buf_printf(b, "<dcterms:created xsi:type=\"dcterms:W3CDTF\">%sT00:00:00Z</dcterms:created>",
		           date_iso(p->date).z);
	buf_z(b, "</cp:coreProperties>");
}

static void relations_xml(struct buf *b, int pictures)
{
	buf_z(b, document_rels);
	for (int i = 1; i <= pictures; i++)
		buf_printf(b, "<Relationship Id=\"q%d\" Type=\"" RELS "image\" Target=\"media/qr%d.png\"/>",
		           i, i);
	buf_z(b, "</Relationships>");
}

void docx_parts(struct zip_out *z, const struct paper *p, int pictures)
{
	struct buf b;
	buf_init(&b, PART_MAX);
	zip_out_add(z, "[Content_Types].xml", str_of(content_types));
	zip_out_add(z, "_rels/.rels", str_of(package_rels));
	relations_xml(&b, pictures);
	zip_out_add(z, "word/_rels/document.xml.rels", buf_view(&b));
	buf_clear(&b);
	zip_out_add(z, "word/settings.xml", str_of(settings));
	zip_out_add(z, "word/header1.xml", str_of(header));
	styles_xml(&b);
	zip_out_add(z, "word/styles.xml", buf_view(&b));
	buf_clear(&b);
	core_xml(&b, p);
	zip_out_add(z, "docProps/core.xml", buf_view(&b));
	z->failed |= b.failed;
	buf_release(&b);
}
