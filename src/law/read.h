/* read.h: how the files of the law are read; for this room only. */
#ifndef LAW_READ_H
#define LAW_READ_H

#include "law/tree.h"

struct reading {
	struct arena *mem;
	struct law *law;
	struct str file;
	struct law_fault *faults;
	int fault_count, fault_room;
	struct line *lines; /* of the file being read */
};

#define FAULTS_MAX 500

/* `column` 0: the line as a whole. More than FAULTS_MAX are not kept. */
void fault(struct reading *r, int line, int column, const char *say, ...) PRINTF_LIKE(4, 5);
void note(struct reading *r, int line, int column, const char *say, ...) PRINTF_LIKE(4, 5);

/* lines.c: text to lines with children. Lines with a fault are left out. */
struct line *lines_of(struct reading *r, struct str text);

/* A place within a line, for reading one word after the other. */
struct at {
	struct reading *r;
	const struct line *line;
	int i;
};

const struct token *at_token(const struct at *a); /* NULL at the end */
bool at_words(struct at *a, const char *words);   /* takes them if they all stand here */
bool at_table(struct at *a, const struct words *table, int *value); /* the longest that fits */
bool at_sign(struct at *a, const char *sign);
bool at_number(struct at *a, int64_t *thousandths);
bool at_num(struct at *a, struct num *out); /* a number or the name of a parameter */
bool at_string(struct at *a, struct str *out);
bool at_code(struct at *a, struct str *out);
bool at_date(struct at *a, struct date *out);
bool at_end(const struct at *a);
/* "từ 01/01/2024 đến trước 01/7/2025", both parts free. */
bool at_period(struct at *a, struct period *out);
/* Citations and marks to the end of the line; a fault is said if something else stands there. */
bool at_source(struct at *a, struct source *out);
/* Says what was not understood at this place. */
void at_fault(const struct at *a, const char *expected);

/* sentence.c: one line under "điều kiện" and its children. NULL after a fault. */
struct node *node_of(struct reading *r, const struct line *line, bool form);

/* name.c: keys and hashes of all conditions, the hash of the whole. */
void name_nodes(struct reading *r, const struct law_file *files, int count);

/* check.c: what only the whole can show. */
void check_law(struct reading *r);

/* A list that grows in the arena. */
#define GROW(r, list, count)                                                                       \
	((list) = grown((r)->mem, (list), (count), sizeof *(list)), &(list)[(count)++])

#endif
