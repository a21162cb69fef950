#include "viet/codes.h"

#include "viet/letters.h"

const struct doc_type viet_doc_types[] = {{"KH", "Kế hoạch"},
                                          {"NQ", "Nghị quyết"},
                                          {"QĐ", "Quyết định"},
                                          {"CT", "Chỉ thị"},
                                          {"NĐ", "Nghị định"},
                                          {"TT", "Thông tư"},
                                          {"TTLT", "Thông tư liên tịch"},
                                          {"NQLT", "Nghị quyết liên tịch"},
                                          {"HD", "Hướng dẫn"},
                                          {"KL", "Kết luận"},
                                          {"TB", "Thông báo"},
                                          {"QC", "Quy chế"},
                                          {"QyĐ", "Quy định"},
                                          {"QĐi", "Quy định"},
                                          {"CTr", "Chương trình"},
                                          {"CTHĐ", "Chương trình hành động"},
                                          {"PA", "Phương án"},
                                          {"ĐA", "Đề án"},
                                          {"DA", "Dự án"},
                                          {"BC", "Báo cáo"},
                                          {"BB", "Biên bản"},
                                          {"TTr", "Tờ trình"},
                                          {"HĐ", "Hợp đồng"},
                                          {"CĐ", "Công điện"},
                                          {"CV", "Công văn"},
                                          {"TC", "Thông cáo"},
                                          {"GM", "Giấy mời"},
                                          {"BGN", "Bản ghi nhớ"},
                                          {"BTT", "Bản thỏa thuận"},
                                          {"VBHN", "Văn bản hợp nhất"},
                                          {"L", "Luật"},
                                          {"PL", "Pháp lệnh"},
                                          {"SL", "Sắc lệnh"},
                                          {NULL, "Bộ luật"},
                                          {NULL, "Hiến pháp"},
                                          {NULL, "Lệnh"},
                                          {NULL, "Điều lệ"},
                                          {NULL, "Văn bản"},
                                          {0}};

const char *const viet_type_names[] = {"Kế hoạch",
                                       "Nghị quyết",
                                       "Quyết định",
                                       "Chỉ thị",
                                       "Nghị định",
                                       "Thông tư",
                                       "Hướng dẫn",
                                       "Kết luận",
                                       "Thông báo",
                                       "Thông báo kết luận",
                                       "Quy chế",
                                       "Quy định",
                                       "Chương trình",
                                       "Phương án",
                                       "Đề án",
                                       "Dự án",
                                       "Báo cáo",
                                       "Biên bản",
                                       "Tờ trình",
                                       "Công điện",
                                       "Công văn",
                                       "Thông cáo",
                                       "Thông tri",
                                       "Giấy mời",
                                       "Văn bản hợp nhất",
                                       "Luật",
                                       "Pháp lệnh",
                                       "Sắc lệnh",
                                       "Bộ luật",
                                       "Hiến pháp",
                                       "Lệnh",
                                       "Điều lệ",
                                       "Văn bản",
                                       "Thông tư liên tịch",
                                       "Nghị quyết liên tịch",
                                       "Chương trình hành động",
                                       NULL};

/* Codes of bodies that issue documents; ministries old and new, since old papers are cited too. */
static const char *const body_codes[] = {
	"CP",      "TTg",      "QH",      "UBTVQH",  "CTN",     "UBND",    "HĐND",   "CTUBND",
	"TU",      "TW",       "BCT",     "BBT",     "HU",      "ThU",     "ĐU",     "ĐUK",
	"BTV",     "BCH",      "BCHTW",   "VPTW",    "VPCP",    "VPQH",    "VPCTN",  "VPTU",
	"VPUBND",  "VP",       "BTCTW",   "BTGTW",   "BTGDVTW", "UBKTTW",  "UBKT",   "BTC",
	"BNV",     "BKHĐT",    "BKHCN",   "BGDĐT",   "BYT",     "BTP",     "BTNMT",  "BNNMT",
	"BNNPTNT", "BXD",      "BGTVT",   "BVHTTDL", "BQP",     "BCA",     "BNG",    "BDTTG",
	"BLĐTBXH", "BTTTT",    "BVHXH",   "UBDT",    "TTCP",    "NHNN",    "KTNN",   "TANDTC",
	"VKSNDTC", "BHXH",     "TLĐ",     "LĐLĐ",    "MTTQ",    "MTTW",    "UBMTTQ", "HLHPN",
	"HĐTĐKT",  "HĐTĐKTTW", "BTĐKT",   "BTĐKTTW", "SNV",     "STC",     "SKHĐT",  "SKHCN",
	"SGDĐT",   "SYT",      "STP",     "STNMT",   "SNNMT",   "SNNPTNT", "SXD",    "SCT",
	"SGTVT",   "SVHTTDL",  "SLĐTBXH", "STTTT",   "SNgV",    "SDTTG",   "TTT",    "BCĐ",
	"BQL",     "CAT",      "BCHQS",   "HĐBT",    "BNN",     "BTM",     "ĐCT",    "TWĐTN",
	"BTVTU",   "ĐĐBQH",    "HĐNDTU",  "VPĐĐBQH", "CQĐP",    "TĐKT",    "TĐTN",   "BPT",
	"CĐVC",    "CĐN",      "HND",     "HCCB",    "BQLDA",   "BXDĐ",    NULL};

const char *const viet_bodies[] = {"Chính phủ",
                                   "Thủ tướng Chính phủ",
                                   "Quốc hội",
                                   "Ủy ban Thường vụ Quốc hội",
                                   "Chủ tịch nước",
                                   "Bộ Chính trị",
                                   "Ban Bí thư",
                                   "Ban Bí thư Trung ương Đảng",
                                   "Ban Bí thư Trung ương Đoàn",
                                   "Ban Chấp hành Trung ương",
                                   "Ban Chấp hành Trung ương Đảng",
                                   "Ban Tổ chức Trung ương",
                                   "Văn phòng Chính phủ",
                                   "Văn phòng Trung ương Đảng",
                                   "Ban Tuyên giáo và Dân vận Trung ương",
                                   "Ủy ban Kiểm tra Trung ương",
                                   "Ủy ban nhân dân",
                                   "UBND",
                                   "Hội đồng nhân dân",
                                   "HĐND",
                                   "Chủ tịch Ủy ban nhân dân",
                                   "Chủ tịch UBND",
                                   "Thường trực Hội đồng nhân dân",
                                   "Tỉnh ủy",
                                   "Thành ủy",
                                   "Huyện ủy",
                                   "Đảng ủy",
                                   "Đảng bộ",
                                   "Đảng ủy Ủy ban nhân dân",
                                   "Đảng ủy UBND",
                                   "Ban Thường vụ Tỉnh ủy",
                                   "Ban Thường vụ Thành ủy",
                                   "Ban Thường vụ Đảng ủy",
                                   "Ban Chấp hành Đảng bộ",
                                   "Ban Thường vụ Liên đoàn Lao động",
                                   "Ban Thường vụ LĐLĐ",
                                   "Đại hội Đảng bộ",
                                   "Đại hội đại biểu Đảng bộ",
                                   "Đại hội đại biểu toàn quốc",
                                   "Văn phòng Tỉnh ủy",
                                   "Văn phòng Ủy ban nhân dân",
                                   "Văn phòng UBND",
                                   "Văn phòng Đoàn đại biểu Quốc hội và Hội đồng nhân dân",
                                   "Đoàn đại biểu Quốc hội",
                                   "Văn phòng",
                                   "Bộ Nội vụ",
                                   "Bộ trưởng Bộ Nội vụ",
                                   "Bộ Tài chính",
                                   "Bộ Kế hoạch và Đầu tư",
                                   "Bộ Khoa học và Công nghệ",
                                   "Bộ Giáo dục và Đào tạo",
                                   "Bộ Y tế",
                                   "Bộ Tư pháp",
                                   "Bộ Tài nguyên và Môi trường",
                                   "Bộ Nông nghiệp và Môi trường",
                                   "Bộ Nông nghiệp và Phát triển nông thôn",
                                   "Bộ Xây dựng",
                                   "Bộ Giao thông vận tải",
                                   "Bộ Văn hóa, Thể thao và Du lịch",
                                   "Bộ Quốc phòng",
                                   "Bộ Công an",
                                   "Bộ Ngoại giao",
                                   "Bộ Công Thương",
                                   "Bộ Dân tộc và Tôn giáo",
                                   "Bộ Lao động - Thương binh và Xã hội",
                                   "Bộ Thông tin và Truyền thông",
                                   "Thanh tra Chính phủ",
                                   "Ngân hàng Nhà nước Việt Nam",
                                   "Kiểm toán nhà nước",
                                   "Tòa án nhân dân tối cao",
                                   "Viện kiểm sát nhân dân tối cao",
                                   "Bảo hiểm xã hội Việt Nam",
                                   "Tổng Liên đoàn Lao động Việt Nam",
                                   "Liên đoàn Lao động",
                                   "Ủy ban Mặt trận Tổ quốc Việt Nam",
                                   "Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam",
                                   "Hội Liên hiệp Phụ nữ Việt Nam",
                                   "Trung ương Đoàn Thanh niên Cộng sản Hồ Chí Minh",
                                   "Hội đồng Thi đua - Khen thưởng Trung ương",
                                   "Hội đồng Thi đua - Khen thưởng",
                                   "Ban Thi đua - Khen thưởng Trung ương",
                                   "Ban Thi đua - Khen thưởng",
                                   "Sở Nội vụ",
                                   "Sở Tài chính",
                                   "Sở Kế hoạch và Đầu tư",
                                   "Sở Khoa học và Công nghệ",
                                   "Sở Giáo dục và Đào tạo",
                                   "Sở Y tế",
                                   "Sở Tư pháp",
                                   "Sở Tài nguyên và Môi trường",
                                   "Sở Nông nghiệp và Môi trường",
                                   "Sở Nông nghiệp và Phát triển nông thôn",
                                   "Sở Xây dựng",
                                   "Sở Công Thương",
                                   "Sở Giao thông vận tải",
                                   "Sở Văn hóa, Thể thao và Du lịch",
                                   "Sở Lao động - Thương binh và Xã hội",
                                   "Sở Thông tin và Truyền thông",
                                   "Sở Dân tộc và Tôn giáo",
                                   "Sở Ngoại vụ",
                                   "Thanh tra tỉnh",
                                   "Công an tỉnh",
                                   "Bộ Chỉ huy Quân sự tỉnh",
                                   NULL};

const char *const viet_provinces[] = {
	"An Giang",       "Bắc Ninh",    "Cà Mau",      "Cao Bằng",  "Cần Thơ",    "Đà Nẵng",
	"Đắk Lắk",        "Điện Biên",   "Đồng Nai",    "Đồng Tháp", "Gia Lai",    "Hà Nội",
	"Hà Tĩnh",        "Hải Phòng",   "Huế",         "Hưng Yên",  "Khánh Hòa",  "Lai Châu",
	"Lạng Sơn",       "Lào Cai",     "Lâm Đồng",    "Nghệ An",   "Ninh Bình",  "Phú Thọ",
	"Quảng Ngãi",     "Quảng Ninh",  "Quảng Trị",   "Sơn La",    "Tây Ninh",   "Thái Nguyên",
	"Thanh Hóa",      "Hồ Chí Minh", "Tuyên Quang", "Vĩnh Long", "Yên Bái",    "Bà Rịa - Vũng Tàu",
	"Bạc Liêu",       "Bắc Giang",   "Bắc Kạn",     "Bến Tre",   "Bình Dương", "Bình Định",
	"Bình Phước",     "Bình Thuận",  "Đắk Nông",    "Hà Giang",  "Hà Nam",     "Hải Dương",
	"Hậu Giang",      "Hòa Bình",    "Kiên Giang",  "Kon Tum",   "Long An",    "Nam Định",
	"Ninh Thuận",     "Phú Yên",     "Quảng Bình",  "Quảng Nam", "Sóc Trăng",  "Thái Bình",
	"Thừa Thiên Huế", "Tiền Giang",  "Trà Vinh",    "Vĩnh Phúc", NULL};

const char *const viet_laws[] = {"Thi đua, khen thưởng",
                                 "Tiếp công dân",
                                 "Khiếu nại",
                                 "Tố cáo",
                                 "Cán bộ, công chức",
                                 "Viên chức",
                                 "Tổ chức chính quyền địa phương",
                                 "Tổ chức Chính phủ",
                                 "Tổ chức Quốc hội",
                                 "Thanh tra",
                                 "Ban hành văn bản quy phạm pháp luật",
                                 "Phòng, chống tham nhũng",
                                 "Công đoàn",
                                 "Thanh niên",
                                 "Thực hành tiết kiệm, chống lãng phí",
                                 "Tiết kiệm, chống lãng phí",
                                 "Bảo vệ bí mật nhà nước",
                                 "Lưu trữ",
                                 "Giao dịch điện tử",
                                 "Bảo vệ dữ liệu cá nhân",
                                 "Thực hiện dân chủ ở cơ sở",
                                 "Đầu tư công",
                                 "Ngân sách nhà nước",
                                 "Đất đai",
                                 "Bảo hiểm xã hội",
                                 "Bảo hiểm y tế",
                                 "Việc làm",
                                 "Giáo dục",
                                 "Giáo dục nghề nghiệp",
                                 "Giáo dục đại học",
                                 "Nhà giáo",
                                 "Doanh nghiệp",
                                 "Đầu tư",
                                 "Xây dựng",
                                 "Quy hoạch",
                                 "Nhà ở",
                                 "An ninh mạng",
                                 "An ninh quốc gia",
                                 "Quốc phòng",
                                 "Dân quân tự vệ",
                                 "Nghĩa vụ quân sự",
                                 "Công an nhân dân",
                                 "Bình đẳng giới",
                                 "Trẻ em",
                                 "Người cao tuổi",
                                 "Người khuyết tật",
                                 "Hợp tác xã",
                                 "Bảo vệ môi trường",
                                 "Lâm nghiệp",
                                 "Tài nguyên nước",
                                 "Khoa học, công nghệ và đổi mới sáng tạo",
                                 "Khoa học và công nghệ",
                                 "Công nghệ thông tin",
                                 "Công nghiệp công nghệ số",
                                 "Chuyển đổi số",
                                 "Dữ liệu",
                                 "Sở hữu trí tuệ",
                                 "Quản lý, sử dụng tài sản công",
                                 "Đấu thầu",
                                 "Kế toán",
                                 "Thống kê",
                                 "Giá",
                                 "Quản lý thuế",
                                 "Hộ tịch",
                                 "Căn cước",
                                 "Cư trú",
                                 "Tiếp cận thông tin",
                                 "Báo chí",
                                 "Di sản văn hóa",
                                 "Thư viện",
                                 "Du lịch",
                                 "Thể dục, thể thao",
                                 "Khám bệnh, chữa bệnh",
                                 "Phòng, chống bạo lực gia đình",
                                 "Phòng, chống ma túy",
                                 "Trách nhiệm bồi thường của Nhà nước",
                                 "Xử lý vi phạm hành chính",
                                 "Hòa giải ở cơ sở",
                                 "Phổ biến, giáo dục pháp luật",
                                 "Trợ giúp pháp lý",
                                 "Mặt trận Tổ quốc Việt Nam",
                                 "Phòng cháy, chữa cháy và cứu nạn, cứu hộ",
                                 "Trật tự, an toàn giao thông đường bộ",
                                 "Đường bộ",
                                 "Phòng thủ dân sự",
                                 "Dân sự",
                                 "Lao động",
                                 "Hình sự",
                                 "Tố tụng hành chính",
                                 "Ưu đãi người có công với cách mạng",
                                 NULL};

/* --- codes --- */

#define CODE_MAX 16

/* Capitals without marks, figures; 0 when it is too long to be a code. */
static size_t plain(struct str s, char *out)
{
	size_t n = 0;
	for (const char *at = s.p, *end = s.p + s.n; at < end;) {
		uint32_t cp = utf8_next(&at, end);
		struct letter l = letter_of(cp);
		if (n == CODE_MAX)
			return 0;
		if (l.base)
			out[n++] = (char)(letter_ascii((enum viet_base)l.base) - 'a' + 'A');
		else if (cp == 0xD0) /* Ð of Icelandic, a common slip of keyboards and fonts */
			out[n++] = 'D';
		else if ((cp >= '0' && cp <= '9') || cp == '&')
			out[n++] = (char)cp;
	}
	return n;
}

/* Letters that recognisers take for each other in capitals. */
static bool alike_capitals(char want, char got)
{
	static const char *const groups[] = {"DPBO0", "CGOQ0", "UVY", "IL1T", "S5", "HNM", "EF"};
	for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
		if (strchr(groups[i], want) && strchr(groups[i], got))
			return true;
	return false;
}

/* 0: the same; 1: one letter apart (in two-letter codes one that looks alike); 2: more. */
static int apart(const char *want, size_t m, const char *got, size_t n)
{
	size_t head = 0, tail = 0;
	while (head < m && head < n && want[head] == got[head])
		head++;
	while (tail < m - head && tail < n - head && want[m - 1 - tail] == got[n - 1 - tail])
		tail++;
	size_t left = m - head - tail, over = n - head - tail;
	if (left == 0 && over == 0)
		return 0;
	if (left == 1 && over == 1)
		return m > 3 || alike_capitals(want[head], got[head]) ? 1 : 2;
	return m > 3 && left + over == 1 ? 1 : 2;
}

struct search {
	const char *read_form;
	size_t n;
	const char *same, *near;
	int nears;
};

static void compare(struct search *s, struct str read, const char *code)
{
	char form[CODE_MAX];
	size_t m = plain(str_of(code), form);
	int d = apart(form, m, s->read_form, s->n);
	if (d == 0 && (!s->same || str_eqz(read, code)))
		s->same = code;
	if (d == 1) {
		s->near = code;
		s->nears++;
	}
}

const char *viet_code(struct str read, bool noisy, unsigned kinds, bool *mended)
{
	char form[CODE_MAX];
	struct search s = {.read_form = form, .n = plain(read, form)};
	if (s.n == 0)
		return NULL;
	for (const struct doc_type *t = viet_doc_types; (kinds & CODE_TYPE) && t->name; t++)
		if (t->code)
			compare(&s, read, t->code);
	for (size_t i = 0; (kinds & CODE_BODY) && body_codes[i]; i++)
		compare(&s, read, body_codes[i]);
	const char *code = s.same ? s.same : noisy && s.nears == 1 && s.n > 1 ? s.near : NULL;
	*mended = code && !str_eqz(read, code);
	return code;
}

const char *viet_doc_type_name(struct str code)
{
	for (const struct doc_type *t = viet_doc_types; t->name; t++)
		if (t->code && str_eqz(code, t->code))
			return t->name;
	return NULL;
}
