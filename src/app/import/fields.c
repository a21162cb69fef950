/* fields.c: what the headings of Vietnamese staff lists mean. */
#include "app/import/inner.h"

#include "viet/viet.h"

const struct choice import_fields[] = {{"", "Bỏ qua"},
                                       {"id", "Mã hồ sơ"},
                                       {"name", "Họ và tên"},
                                       {"gender", "Giới tính"},
                                       {"birth", "Ngày sinh"},
                                       {"cadre", "Đối tượng"},
                                       {"email", "Thư điện tử"},
                                       {"phone", "Điện thoại"},
                                       {"cccd", "Số CCCD"},
                                       {"unit", "Đơn vị"},
                                       {"title", "Chức vụ"},
                                       {"since", "Từ ngày"},
                                       {0}};

/* Folded, so that marks, capitals and punctuation do not matter. */
static const struct {
	const char *heading;
	enum import_field field;
} known[] = {
	{"ma ho so", IN_ID},
	{"so ho so", IN_ID},
	{"ma nguoi", IN_ID},
	{"ho va ten", IN_NAME},
	{"ho ten", IN_NAME},
	{"ten", IN_NAME},
	{"ho va ten khai sinh", IN_NAME},
	{"ho dem va ten", IN_NAME},
	{"ho ten day du", IN_NAME},
	{"ten can bo", IN_NAME},
	{"full name", IN_NAME},
	{"gioi tinh", IN_GENDER},
	{"nam nu", IN_GENDER},
	{"gioi", IN_GENDER},
	{"phai", IN_GENDER},
	{"ngay sinh", IN_BIRTH},
	{"ngay thang nam sinh", IN_BIRTH},
	{"sinh ngay", IN_BIRTH},
	{"nam sinh", IN_BIRTH},
	{"ngay thang nam sinh dd mm yyyy", IN_BIRTH},
	{"ngay sinh dd mm yyyy", IN_BIRTH},
	{"doi tuong", IN_CADRE},
	{"loai can bo", IN_CADRE},
	{"dien", IN_CADRE},
	{"loai lao dong", IN_CADRE},
	{"loai hinh lao dong", IN_CADRE},
	{"doi tuong cbccvc nld", IN_CADRE},
	{"email", IN_EMAIL},
	{"e mail", IN_EMAIL},
	{"thu dien tu", IN_EMAIL},
	{"dia chi email", IN_EMAIL},
	{"dia chi thu dien tu", IN_EMAIL},
	{"hop thu", IN_EMAIL},
	{"hop thu cong vu", IN_EMAIL},
	{"dien thoai", IN_PHONE},
	{"so dien thoai", IN_PHONE},
	{"dt", IN_PHONE},
	{"sdt", IN_PHONE},
	{"so dt", IN_PHONE},
	{"di dong", IN_PHONE},
	{"dien thoai di dong", IN_PHONE},
	{"dtdd", IN_PHONE},
	{"cccd", IN_CCCD},
	{"so cccd", IN_CCCD},
	{"so cccd cmnd", IN_CCCD},
	{"cccd cmnd", IN_CCCD},
	{"cmnd cccd", IN_CCCD},
	{"so cmnd cccd", IN_CCCD},
	{"so cmnd", IN_CCCD},
	{"cmnd", IN_CCCD},
	{"so can cuoc", IN_CCCD},
	{"can cuoc", IN_CCCD},
	{"so can cuoc cong dan", IN_CCCD},
	{"can cuoc cong dan", IN_CCCD},
	{"so dinh danh", IN_CCCD},
	{"so dinh danh ca nhan", IN_CCCD},
	{"sddcn", IN_CCCD},
	{"don vi", IN_UNIT},
	{"phong ban", IN_UNIT},
	{"phong", IN_UNIT},
	{"don vi cong tac", IN_UNIT},
	{"noi cong tac", IN_UNIT},
	{"co quan don vi", IN_UNIT},
	{"phong ban don vi", IN_UNIT},
	{"bo phan", IN_UNIT},
	{"ten don vi", IN_UNIT},
	{"chuc vu", IN_TITLE},
	{"chuc danh", IN_TITLE},
	{"chuc vu chuc danh", IN_TITLE},
	{"vi tri", IN_TITLE},
	{"vi tri viec lam", IN_TITLE},
	{"chuc danh chuc vu", IN_TITLE},
	{"chuc vu cong tac", IN_TITLE},
	{"chuc vu hien nay", IN_TITLE},
	{"tu ngay", IN_SINCE},
	{"ngay bo nhiem", IN_SINCE},
	{"giu vi tri tu ngay", IN_SINCE},
	{"ngay nhan viec", IN_SINCE},
	{"ngay vao co quan", IN_SINCE},
	{"tu", IN_SINCE},
	{"ngay bat dau", IN_SINCE},
};

/* Where a heading says more than one of the above: "Số CCCD (12 số)", "Email công vụ". */
static const struct {
	const char *part;
	enum import_field field;
} parts[] = {
	{"cccd", IN_CCCD},         {"can cuoc", IN_CCCD},    {"ho va ten", IN_NAME},
	{"ngay sinh", IN_BIRTH},   {"gioi tinh", IN_GENDER}, {"email", IN_EMAIL},
	{"thu dien tu", IN_EMAIL}, {"dien thoai", IN_PHONE}, {"don vi cong tac", IN_UNIT},
	{"chuc vu", IN_TITLE},     {"chuc danh", IN_TITLE},
};

enum import_field import_field_of(struct str word)
{
	for (int i = 0; i < IN_COUNT; i++)
		if (str_eqz(word, import_fields[i].value))
			return (enum import_field)i;
	return IN_COUNT;
}

enum import_field import_heading(struct arena *mem, struct str title)
{
	struct str folded = viet_fold(mem, title);
	for (int i = 0; i < COUNT(known); i++)
		if (str_eqz(folded, known[i].heading))
			return known[i].field;
	for (int i = 0; folded.n <= 40 && i < COUNT(parts); i++)
		if (strstr(folded.p, parts[i].part))
			return parts[i].field;
	return IN_NOTHING;
}
