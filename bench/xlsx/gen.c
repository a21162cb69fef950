/*
 * gen.c: writes the bench's workbook: ROWS people in 12 columns (9 text, 1 number, 2 dates).
 * Usage: gen ROWS OUT.xlsx. The same ROWS give the same cells on every machine.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <xlsxwriter.h>

struct source {
	uint64_t state;
};

/* The constants are Knuth's MMIX generator. */
static unsigned pick(struct source *s, unsigned below)
{
	s->state = s->state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (unsigned)((s->state >> 33) % below);
}

static const char *const surnames[] = {"Nguyễn", "Trần", "Lê",   "Phạm",
                                       "Hoàng",  "Vũ",   "Đặng", "Bùi"};
static const char *const middles[] = {"Văn", "Thị", "Hữu", "Đức", "Minh", "Ngọc", "Thanh", "Quang"};
static const char *const names[] = {"An", "Bình", "Chi", "Dũng", "Hạnh", "Hiếu", "Hương", "Sơn"};
static const char *const posts[] = {"Chuyên viên", "Trưởng phòng", "Phó Trưởng phòng", "Kế toán"};
static const char *const grades[] = {"Hoàn thành xuất sắc nhiệm vụ", "Hoàn thành tốt nhiệm vụ",
                                     "Hoàn thành nhiệm vụ", "Không hoàn thành nhiệm vụ"};
static const char *const titles[] = {"Lao động tiên tiến", "Chiến sĩ thi đua cơ sở",
                                     "Bằng khen của Chủ tịch UBND tỉnh", ""};
static const char *const heads[] = {"STT",      "Họ và tên", "Ngày sinh",     "Giới tính",
                                    "Số CCCD",  "Chức vụ",   "Đơn vị",        "Năm",
                                    "Xếp loại", "Danh hiệu", "Số quyết định", "Ngày quyết định"};

static void write_row(lxw_worksheet *w, uint32_t r, lxw_format *day, struct source *s)
{
	char text[128];
	lxw_datetime born = {
		1960 + (int)pick(s, 45), 1 + (int)pick(s, 12), 1 + (int)pick(s, 28), 0, 0, 0};
	lxw_datetime decided = {
		2021 + (int)pick(s, 5), 1 + (int)pick(s, 12), 1 + (int)pick(s, 28), 0, 0, 0};
	worksheet_write_number(w, r, 0, r, NULL);
	snprintf(text, sizeof text, "%s %s %s", surnames[pick(s, 8)], middles[pick(s, 8)],
	         names[pick(s, 8)]);
	worksheet_write_string(w, r, 1, text, NULL);
	worksheet_write_datetime(w, r, 2, &born, day);
	worksheet_write_string(w, r, 3, pick(s, 2) ? "Nam" : "Nữ", NULL);
	snprintf(text, sizeof text, "%012u", r);
	worksheet_write_string(w, r, 4, text, NULL);
	worksheet_write_string(w, r, 5, posts[pick(s, 4)], NULL);
	snprintf(text, sizeof text, "Phòng Nội vụ số %u", pick(s, 120));
	worksheet_write_string(w, r, 6, text, NULL);
	snprintf(text, sizeof text, "%u", 2021 + pick(s, 5));
	worksheet_write_string(w, r, 7, text, NULL);
	worksheet_write_string(w, r, 8, grades[pick(s, 4)], NULL);
	worksheet_write_string(w, r, 9, titles[pick(s, 4)], NULL);
	snprintf(text, sizeof text, "%u/QĐ-UBND", pick(s, 5000));
	worksheet_write_string(w, r, 10, text, NULL);
	worksheet_write_datetime(w, r, 11, &decided, day);
}

int main(int argc, char **argv)
{
	if (argc != 3) {
		fprintf(stderr, "usage: gen ROWS OUT.xlsx\n");
		return 2;
	}
	uint32_t rows = (uint32_t)strtoul(argv[1], NULL, 10);
	struct source source = {.state = 7};
	lxw_workbook *book = workbook_new(argv[2]);
	lxw_worksheet *sheet = workbook_add_worksheet(book, "Danh sách");
	lxw_format *day = workbook_add_format(book);
	format_set_num_format(day, "dd/mm/yyyy");
	for (int i = 0; i < 12; i++)
		worksheet_write_string(sheet, 0, (lxw_col_t)i, heads[i], NULL);
	for (uint32_t r = 1; r <= rows; r++)
		write_row(sheet, r, day, &source);
	return workbook_close(book) == LXW_NO_ERROR ? 0 : 1;
}
