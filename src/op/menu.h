/*
 * menu.h: the menu's groups and what stands in them.
 *
 * An operation with `area` and no object to start from stands in a group. Every page links
 * to each group's own page and lists the entries of the group it belongs to; the other
 * groups' entries stand on their pages (app/home/menu.c), so that a page of the program
 * does not carry a link to all of it.
 */
#ifndef OP_MENU_H
#define OP_MENU_H

#include "op/gate.h"

/* In order: area, title, icon, what is found there. */
#define MENU_AREAS(X)                                                                              \
	X("mine", "Của tôi", "home", "Việc, thông báo, văn bản và đào tạo của chính mình.")            \
	X("emulation", "Thi đua", "flag",                                                              \
	  "Kế hoạch, phong trào, nhiệm vụ của năm; văn bản hướng dẫn và bồi dưỡng.")                   \
	X("register", "Đăng ký, chấm điểm", "target",                                                  \
	  "Đợt đăng ký thi đua, giao ước; bộ tiêu chí, chấm điểm, xếp hạng cụm, khối.")                \
	X("record", "Thành tích", "star",                                                              \
	  "Xếp loại, thành tích, sáng kiến, kỷ luật và những gì xét khen thưởng phải biết.")           \
	X("exemplar", "Điển hình", "bulb",                                                             \
	  "Điển hình tiên tiến: đơn vị giới thiệu, chọn, công bố; ai đáng được nhắc đến.")             \
	X("award", "Khen thưởng", "medal",                                                             \
	  "Sổ khen thưởng, điều kiện theo luật, rà soát ai đủ điều kiện.")                             \
	X("dossier", "Hồ sơ khen thưởng", "folder",                                                    \
	  "Đợt xét, hồ sơ đề nghị, thẩm định, yêu cầu bổ sung, ý kiến các cơ quan.")                   \
	X("council", "Hội đồng", "council", "Hội đồng, phiên họp, bỏ phiếu kín.")                      \
	X("decision", "Quyết định, tiền thưởng", "stamp",                                              \
	  "Quyết định khen thưởng, hủy, tờ trình cấp trên, tiền thưởng và quỹ.")                       \
	X("paper", "Văn bản, giấy khen", "file",                                                       \
	  "Văn bản lập từ dữ liệu, mẫu văn bản, giấy khen, phôi.")                                     \
	X("public", "Công khai", "horn",                                                               \
	  "Những gì ai cũng đọc được, không cần tài khoản: phong trào, bảng vàng, điển hình.")         \
	X("report", "Thống kê, báo cáo", "chart",                                                      \
	  "Biểu thống kê năm, khen thưởng có công bằng không, trách nhiệm người đứng đầu.")            \
	X("org", "Tổ chức", "units", "Đơn vị, nhân sự, quyền được giao; nhập danh sách từ tệp.")       \
	X("lookup", "Tra cứu", "book", "Văn bản, quy tắc khen thưởng theo luật, ngày nghỉ.")           \
	X("admin", "Quản trị", "gear", "Tài khoản, việc cần hai người, nhật ký, thiết lập.")

#define MENU_ONE(...) +1
enum { MENU_COUNT = 0 MENU_AREAS(MENU_ONE) };

struct menu_area {
	const char *name, *title, *icon;
	const char *page; /* operation that shows the group: "menu.org" */
};
extern const struct menu_area menu_areas[MENU_COUNT];

/* The group an operation's page belongs to: its own or that of its object's list; -1: none. */
int menu_area_of(const struct op *op);

/*
 * Calls fn for each operation of the group that the caller may use. `any`, when not NULL, says
 * of each group whether there is one.
 */
void menu_each(const struct ctx *c, int area, bool any[MENU_COUNT],
               void (*fn)(const struct op *op, void *arg), void *arg);

/* The icon of an entry: its own or its group's. */
const char *menu_icon(const struct op *op, int area);

#endif
