#include "doc/sniff.h"

#include <strings.h>

#define LOOK_MAX ((size_t)64 * 1024)

struct type_info {
	const char *name, *media_type;
	const char *extensions; /* each between spaces */
};

static const struct type_info types[] = {
	[FILE_UNKNOWN] = {"tệp không rõ loại", "application/octet-stream", ""},
	[FILE_PDF] = {"tệp PDF (.pdf)", "application/pdf", " pdf "},
	[FILE_DOCX] = {"tệp Word (.docx)",
                   "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                   " docx "},
	[FILE_XLSX] = {"tệp Excel (.xlsx)",
                   "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", " xlsx "},
	[FILE_ODT] = {"tệp văn bản OpenDocument (.odt)", "application/vnd.oasis.opendocument.text",
                  " odt "},
	[FILE_ZIP] = {"tệp nén (.zip)", "application/zip", " zip "},
	[FILE_PNG] = {"ảnh PNG (.png)", "image/png", " png "},
	[FILE_JPEG] = {"ảnh JPEG (.jpg)", "image/jpeg", " jpg jpeg jpe "},
	[FILE_GIF] = {"ảnh GIF (.gif)", "image/gif", " gif "},
	[FILE_WEBP] = {"ảnh WebP (.webp)", "image/webp", " webp "},
	[FILE_CSV] = {"bảng CSV (.csv)", "text/csv", " csv txt "},
	[FILE_TEXT] = {"tệp chữ (.txt)", "text/plain", " txt csv "},
	[FILE_OFFICE_OLD] = {"tệp Office đời cũ hoặc có mật khẩu (.doc, .xls)",
                         "application/x-ole-storage", " doc xls ppt docx xlsx "},
	[FILE_EXECUTABLE] = {"trang web (.html) hoặc chương trình chạy được",
                         "application/octet-stream", ""},
	[FILE_EMPTY] = {"tệp rỗng", "application/octet-stream", ""},
};

const char *sniff_name(enum file_type type)
{
	return types[type].name;
}

const char *sniff_media_type(enum file_type type)
{
	return types[type].media_type;
}

bool sniff_extension_fits(enum file_type type, struct str file_name)
{
	const char *dot = file_name.n ? memrchr(file_name.p, '.', file_name.n) : NULL;
	char word[12] = " ";
	size_t n = dot ? (size_t)(file_name.p + file_name.n - dot) - 1 : 0;
	if (n == 0 || n > sizeof word - 3)
		return false;
	for (size_t i = 0; i < n; i++)
		word[i + 1] = (char)tolower((unsigned char)dot[i + 1]);
	word[n + 1] = ' ';
	return strstr(types[type].extensions, word) != NULL && !memchr(dot + 1, ' ', n);
}

static bool has_at(struct str s, size_t at, struct str magic)
{
	return s.n >= at && s.n - at >= magic.n && memcmp(s.p + at, magic.p, magic.n) == 0;
}

static bool contains(struct str s, const char *word)
{
	return s.n && memmem(s.p, s.n, word, strlen(word)) != NULL;
}

/* A PDF may have some bytes before its mark; readers look at the first 1024. */
static bool is_pdf(struct str head)
{
	struct str look = {.p = head.p, .n = head.n < 1024 ? head.n : 1024};
	return contains(look, "%PDF-");
}

static enum file_type zip_type(struct str head, struct str tail)
{
	/* OpenDocument 1.2 part 3, 3.3: the first entry is its type, stored as it is. */
	if (has_at(head, 30, STR("mimetypeapplication/vnd.oasis.opendocument.text")))
		return FILE_ODT;
	if (contains(tail, "[Content_Types].xml")) {
		if (contains(tail, "word/document"))
			return FILE_DOCX;
		if (contains(tail, "xl/workbook"))
			return FILE_XLSX;
	}
	return FILE_ZIP;
}

static enum file_type by_magic(struct str head, struct str tail)
{
	static const struct {
		struct str magic;
		enum file_type type;
	} magics[] = {
		{{"\x89PNG\r\n\x1A\n", 8}, FILE_PNG},
		{{"\xFF\xD8\xFF", 3}, FILE_JPEG},
		{{"GIF87a", 6}, FILE_GIF},
		{{"GIF89a", 6}, FILE_GIF},
		{{"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8}, FILE_OFFICE_OLD},
		{{"\x7F"
	      "ELF",
	      4},
	     FILE_EXECUTABLE},
		{{"MZ", 2}, FILE_EXECUTABLE},
		{{"#!", 2}, FILE_EXECUTABLE},
		{{"\xCA\xFE\xBA\xBE", 4}, FILE_EXECUTABLE},
		{{"\xCF\xFA\xED\xFE", 4}, FILE_EXECUTABLE},
		{{"\xCE\xFA\xED\xFE", 4}, FILE_EXECUTABLE},
		{{"L\0\0\0\x01\x14\x02\0", 8}, FILE_EXECUTABLE}, /* Windows shortcut */
	};
	for (size_t i = 0; i < sizeof magics / sizeof *magics; i++)
		if (has_at(head, 0, magics[i].magic))
			return magics[i].type;
	if (has_at(head, 0, STR("RIFF")) && has_at(head, 8, STR("WEBP")))
		return FILE_WEBP;
	if (has_at(head, 0, STR("PK\x03\x04")) || has_at(head, 0, STR("PK\x05\x06")))
		return zip_type(head, tail);
	return is_pdf(head) ? FILE_PDF : FILE_UNKNOWN;
}

/* Text that a browser would run: the first tag decides, as in WHATWG mimesniff. */
static bool is_active_text(struct str s)
{
	static const char *const tags[] = {"<!doctype html", "<html", "<head", "<body", "<script",
	                                   "<iframe",        "<svg",  "<?php", "<?xml", "<%"};
	s = str_trim(s);
	for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
		size_t n = strlen(tags[i]);
		if (s.n >= n && strncasecmp(s.p, tags[i], n) == 0)
			return true;
	}
	return false;
}

/* The end of a cut-off head may stand inside a character. */
static struct str whole_characters(struct str s)
{
	size_t cut = 0;
	while (cut < 3 && cut < s.n && ((unsigned char)s.p[s.n - 1 - cut] & 0xC0) == 0x80)
		cut++;
	bool lead = cut < s.n && ((unsigned char)s.p[s.n - 1 - cut] & 0xC0) == 0xC0;
	if (lead)
		s.n -= cut + 1;
	return s;
}

static bool has_controls(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < 0x20 && !strchr("\t\r\n\f", s.p[i]))
			return true;
	return false;
}

/* The first two lines have the same separator equally often, and at least once. */
static bool is_table(struct str s)
{
	struct str first = str_cut(&s, '\n'), second = str_cut(&s, '\n');
	static const char separators[] = ";,\t";
	for (size_t i = 0; i < 3; i++) {
		size_t counts[2] = {0};
		for (size_t j = 0; j < first.n; j++)
			counts[0] += first.p[j] == separators[i];
		for (size_t j = 0; j < second.n; j++)
			counts[1] += second.p[j] == separators[i];
		if (counts[0] > 0 && counts[0] == counts[1])
			return true;
	}
	return false;
}

static enum file_type text_type(struct str head)
{
	if (has_at(head, 0, STR("\xFF\xFE")) || has_at(head, 0, STR("\xFE\xFF")))
		return head.n % 2 == 0 ? FILE_TEXT : FILE_UNKNOWN;
	if (has_at(head, 0, STR("\xEF\xBB\xBF")))
		head = (struct str){head.p + 3, head.n - 3};
	bool cut = head.n > LOOK_MAX;
	if (cut)
		head.n = LOOK_MAX;
	if (is_active_text(head))
		return FILE_EXECUTABLE;
	if (cut)
		head = whole_characters(head);
	if (!str_utf8_ok(head) || has_controls(head))
		return FILE_UNKNOWN;
	return is_table(head) ? FILE_CSV : FILE_TEXT;
}

enum file_type sniff(struct str head, struct str tail)
{
	if (head.n == 0)
		return FILE_EMPTY;
	enum file_type type = by_magic(head, tail);
	return type != FILE_UNKNOWN ? type : text_type(head);
}
