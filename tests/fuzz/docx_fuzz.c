/* Any bytes as a DOCX, and as its main part inside a right package. */
#include "doc/docx.h"

#include <zip.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define RELS                                                                                       \
	"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"       \
	"<Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/"        \
	"relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>"

static void read_bytes(struct str file)
{
	struct buf out;
	struct err e = {0};
	buf_init(&out, DOC_TEXT_MAX);
	enum rc rc = docx_text(file, &out, &e);
	BUG_ON(rc == RC_OK ? !str_utf8_ok(buf_view(&out)) : !e.message[0]);
	buf_release(&out);
}

/* The same bytes as document, numbering and styles: all three readers see them. */
static void around(const uint8_t *data, size_t size)
{
	static const char *const parts[] = {"word/document.xml", "word/numbering.xml",
	                                    "word/styles.xml"};
	zip_error_t why;
	zip_error_init(&why);
	zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, &why);
	zip_t *zip = zip_open_from_source(source, ZIP_TRUNCATE, &why);
	BUG_ON(!zip);
	zip_source_keep(source);
	zip_file_add(zip, "_rels/.rels", zip_source_buffer(zip, RELS, sizeof RELS - 1, 0), 0);
	for (int i = 0; i < 3; i++)
		zip_file_add(zip, parts[i], zip_source_buffer(zip, data, size, 0), 0);
	BUG_ON(zip_close(zip) != 0 || zip_source_open(source) != 0);
	zip_source_seek(source, 0, SEEK_END);
	size_t n = (size_t)zip_source_tell(source);
	zip_source_seek(source, 0, SEEK_SET);
	char *bytes = malloc(n + 1);
	BUG_ON(!bytes || zip_source_read(source, bytes, n) != (zip_int64_t)n);
	zip_source_close(source);
	zip_source_free(source);
	read_bytes((struct str){.p = bytes, .n = n});
	free(bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size == 0 || size > 262144)
		return 0;
	read_bytes((struct str){.p = (const char *)data, .n = size});
	if (data[0] == '<')
		around(data, size);
	return 0;
}
