/*
 * write.c: ROWS people in 12 columns written by src/doc/table_out.h ("ours"), or by libxlsxwriter
 * in its constant-memory mode and nothing else ("bare"), from the same values. Prints processor
 * seconds and peak memory. Usage: write ours|bare ROWS OUT.xlsx
 */
#include <xlsxwriter.h> /* first: its macros name calls that base/banned.h poisons */

#include "doc/table_out.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#define COLUMNS 12

static const char *const names[] = {"Nguyễn Thị Ước", "Giàng Seo Páo", "Lê Văn Hoà",
                                    "Trần Minh Đức"};
static const char *const grades[] = {"Hoàn thành xuất sắc nhiệm vụ", "Hoàn thành tốt nhiệm vụ",
                                     "Hoàn thành nhiệm vụ"};

struct person {
	uint32_t no;
	const char *name, *grade;
	char code[16], unit[48], year[8], sign[32];
	struct civil born, decided;
};

static struct person person_of(uint32_t r)
{
	struct person p = {.no = r, .name = names[r % 4], .grade = grades[r % 3]};
	snprintf(p.code, sizeof p.code, "%012u", r);
	snprintf(p.unit, sizeof p.unit, "Phòng Nội vụ số %u", r % 120);
	snprintf(p.year, sizeof p.year, "%u", 2021 + r % 5);
	snprintf(p.sign, sizeof p.sign, "%u/QĐ-UBND", r % 5000);
	p.born = (struct civil){1960 + (int)(r % 45), 1 + (int)(r % 12), 1 + (int)(r % 28)};
	p.decided = (struct civil){2021 + (int)(r % 5), 1 + (int)(r / 3 % 12), 1 + (int)(r % 27)};
	return p;
}

static enum rc ours(uint32_t rows, const char *path, struct err *e)
{
	struct table_out *t;
	struct table_column columns[COLUMNS];
	int fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	for (int i = 0; i < COLUMNS; i++)
		columns[i] = (struct table_column){.title = STR("Cột"),
		                                   .kind = i == 0              ? TABLE_INT
		                                           : i == 2 || i == 11 ? TABLE_DATE
		                                                               : TABLE_TEXT};
	TRY(table_xlsx(fd, "Danh sách", NULL, &t, e));
	TRY(table_columns(t, columns, COLUMNS, e));
	for (uint32_t r = 1; r <= rows; r++) {
		struct person p = person_of(r);
		struct cell cells[COLUMNS] = {
			cell_int(p.no),
			cell_text(str_of(p.name)),
			cell_date(date_of(p.born.year, p.born.month, p.born.day)),
			cell_text(r & 1 ? STR("Nam") : STR("Nữ")),
			cell_text(str_of(p.code)),
			cell_text(STR("Chuyên viên")),
			cell_text(str_of(p.unit)),
			cell_text(str_of(p.year)),
			cell_text(str_of(p.grade)),
			cell_text(STR("Lao động tiên tiến")),
			cell_text(str_of(p.sign)),
			cell_date(date_of(p.decided.year, p.decided.month, p.decided.day)),
		};
		TRY(table_row(t, cells, COLUMNS, e));
	}
	TRY(table_end(t, e));
	return close(fd) == 0 ? RC_OK : RC_IO;
}

static lxw_datetime moment_of(struct civil d)
{
	return (lxw_datetime){.year = d.year, .month = d.month, .day = d.day};
}

static enum rc bare(uint32_t rows, const char *path)
{
	lxw_workbook_options options = {.constant_memory = LXW_TRUE};
	lxw_workbook *book = workbook_new_opt(path, &options);
	lxw_worksheet *sheet = workbook_add_worksheet(book, "Danh sách");
	lxw_format *day = workbook_add_format(book);
	format_set_num_format(day, "dd/mm/yyyy");
	for (int i = 0; i < COLUMNS; i++)
		worksheet_write_string(sheet, 0, (lxw_col_t)i, "Cột", NULL);
	for (uint32_t r = 1; r <= rows; r++) {
		struct person p = person_of(r);
		lxw_datetime born = moment_of(p.born), decided = moment_of(p.decided);
		worksheet_write_number(sheet, r, 0, p.no, NULL);
		worksheet_write_string(sheet, r, 1, p.name, NULL);
		worksheet_write_datetime(sheet, r, 2, &born, day);
		worksheet_write_string(sheet, r, 3, r & 1 ? "Nam" : "Nữ", NULL);
		worksheet_write_string(sheet, r, 4, p.code, NULL);
		worksheet_write_string(sheet, r, 5, "Chuyên viên", NULL);
		worksheet_write_string(sheet, r, 6, p.unit, NULL);
		worksheet_write_string(sheet, r, 7, p.year, NULL);
		worksheet_write_string(sheet, r, 8, p.grade, NULL);
		worksheet_write_string(sheet, r, 9, "Lao động tiên tiến", NULL);
		worksheet_write_string(sheet, r, 10, p.sign, NULL);
		worksheet_write_datetime(sheet, r, 11, &decided, day);
	}
	return workbook_close(book) == LXW_NO_ERROR ? RC_OK : RC_IO;
}

int main(int argc, char **argv)
{
	struct err e = {0};
	struct rusage used;
	if (argc != 4) {
		fprintf(stderr, "usage: write ours|bare ROWS OUT.xlsx\n");
		return 2;
	}
	uint32_t rows = (uint32_t)strtoul(argv[2], NULL, 10);
	enum rc rc = strcmp(argv[1], "ours") == 0 ? ours(rows, argv[3], &e) : bare(rows, argv[3]);
	if (rc != RC_OK) {
		fprintf(stderr, "%s %s\n", e.message, e.detail);
		return 1;
	}
	getrusage(RUSAGE_SELF, &used);
	printf("%s: %.2f s of processor time, peak %ld MiB\n", argv[1],
	       (double)used.ru_utime.tv_sec + (double)used.ru_stime.tv_sec +
	           (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6,
	       used.ru_maxrss / 1024);
	return 0;
}
