/* cert_place.c: where the boxes of a blank stand, for an editor; and the body with other places. */
#include "paper/cert.h"

#include "paper/inner.h"

static const struct {
	const char *word;
	enum cert_kind kind;
	int numbers;
	bool printed;
} words[] = {{"ô in sẵn:", CERT_TEXT, 4, true},
             {"ô:", CERT_TEXT, 4, false},
             {"mã:", CERT_QR, 3, false},
             {"hình:", CERT_PICTURE, 4, true}};

/* What kind of box a line is, -1: none. */
static int word_of(struct str line, struct str *rest)
{
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_starts(line, words[i].word)) {
			size_t n = strlen(words[i].word);
			*rest = str_trim((struct str){line.p + n, line.n - n});
			return (int)i;
		}
	return -1;
}

static double decimal(struct str s)
{
	char text[24];
	snprintf(text, sizeof text, "%.*s", STR_ARG(s));
	return strtod(text, NULL);
}

/* "cỡ 28 xuống 16, đậm": the sizes, and what else is said. */
static void read_sizes(struct arena *mem, struct str look, struct cert_place *p)
{
	struct str others = STR("");
	while (look.p) {
		struct str word = str_trim(str_cut(&look, ','));
		if (!str_starts(word, "cỡ ")) {
			others = arena_printf(mem, "%.*s%s%.*s", STR_ARG(others), others.n ? ", " : "",
			                      STR_ARG(word));
			continue;
		}
		struct str rest = {word.p + strlen("cỡ "), word.n - strlen("cỡ ")};
		p->size = decimal(str_cut(&rest, ' '));
		p->least = p->size;
		if (rest.p && str_starts(str_trim(rest), "xuống "))
			p->least = decimal((struct str){str_trim(rest).p + strlen("xuống "),
			                                str_trim(rest).n - strlen("xuống ")});
	}
	p->look = others;
}

static bool read_place(struct arena *mem, struct str line, struct cert_place *p)
{
	double v[4] = {0};
	struct str rest, place;
	int w = word_of(line, &rest);
	if (w < 0)
		return false;
	place = str_cut(&rest, '|');
	for (int i = 0; i < words[w].numbers; i++) {
		place = str_trim(place);
		v[i] = decimal(str_cut(&place, ' '));
	}
	*p = (struct cert_place){.kind = words[w].kind,
	                         .printed = words[w].printed,
	                         .x = v[0],
	                         .y = v[1],
	                         .width = v[2],
	                         .height = words[w].numbers == 4 ? v[3] : v[2],
	                         .look = STR(""),
	                         .text = STR("")};
	if (words[w].kind == CERT_TEXT)
		read_sizes(mem, str_cut(&rest, '|'), p);
	if (rest.p)
		p->text = str_trim(rest);
	return true;
}

void cert_places(struct arena *mem, struct str body, struct cert_place **out, int *count)
{
	*out = arena_array(mem, CERT_PLACES_MAX, sizeof **out);
	*count = 0;
	while (body.p && *count < CERT_PLACES_MAX)
		if (read_place(mem, str_trim(str_cut(&body, '\n')), &(*out)[*count]))
			++*count;
}

static void write_place(struct buf *b, struct str line, const struct cert_place *p)
{
	struct str rest;
	int w = word_of(line, &rest);
	buf_printf(b, "%s %.4g %.4g %.4g", words[w].word, p->x, p->y, p->width);
	if (words[w].numbers == 4)
		buf_printf(b, " %.4g", p->height);
	if (p->kind == CERT_TEXT) {
		buf_printf(b, " | cỡ %.4g", p->size);
		if (p->least < p->size)
			buf_printf(b, " xuống %.4g", p->least);
		if (p->look.n)
			buf_printf(b, ", %.*s", STR_ARG(p->look));
	}
	if (p->text.n)
		buf_printf(b, " | %.*s", STR_ARG(p->text));
	buf_chr(b, '\n');
}

struct str cert_placed(struct arena *mem, struct str body, const struct cert_place *places,
                       int count)
{
	struct buf b;
	int no = 0;
	buf_init(&b, PAPER_TEMPLATE_MAX);
	while (body.p) {
		struct str raw = str_cut(&body, '\n'), line = str_trim(raw), rest;
		if (no < count && word_of(line, &rest) >= 0)
			write_place(&b, line, &places[no++]);
		else if (line.n)
			buf_printf(&b, "%.*s\n", STR_ARG(line));
	}
	struct str out = arena_str(mem, buf_view(&b));
	buf_release(&b);
	return out;
}
