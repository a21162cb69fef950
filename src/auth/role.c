#include "auth/role.h"

static const struct role_info roles[ROLE_COUNT] = {
	[ROLE_PUBLIC] = {"public", "Công chúng", "Xem những gì đã công khai."},
	[ROLE_MEMBER] =
		{"member", "Cá nhân",
         "Xem và cập nhật hồ sơ của chính mình; đăng ký, kê khai thành tích, sáng kiến."},
	[ROLE_UNIT_CLERK] = {"unit_clerk", "Đầu mối đơn vị",
                         "Soạn mọi việc của đơn vị ở dạng dự thảo."},
	[ROLE_UNIT_HEAD] = {"unit_head", "Trưởng đơn vị",
                        "Xác nhận, gửi, rút, chấm điểm thay mặt đơn vị."},
	[ROLE_STANDING] = {"standing", "Thường trực thi đua, khen thưởng",
                       "Điều hành cả năm: phong trào, tiêu chí, tổng hợp, thẩm định, báo cáo."},
	[ROLE_COUNCIL] = {"council", "Thành viên Hội đồng",
                      "Xem hồ sơ của phiên họp, bỏ phiếu; không thấy hồ sơ mình phải tránh."},
	[ROLE_HEAD] = {"head", "Thủ trưởng cơ quan", "Phát động, quyết định, ký, hủy."},
	[ROLE_REGISTRY] = {"registry", "Văn thư", "Cấp số, đăng ký, gửi và lưu văn bản."},
	[ROLE_ACCOUNTANT] = {"accountant", "Kế toán",
                         "Danh sách tiền thưởng, quỹ, đã chi và chưa chi."},
	[ROLE_INSPECTOR] = {"inspector", "Thanh tra, kiểm tra",
                        "Đọc công việc và nhật ký, không thay đổi gì."},
	[ROLE_ADMIN] = {"admin", "Quản trị hệ thống",
                    "Tài khoản, cấu hình, sao lưu; không xem phiếu, không quyết định."},
};

const struct role_info *role_info(enum role r)
{
	BUG_ON(r >= ROLE_COUNT);
	return &roles[r];
}

enum role role_from_name(struct str name)
{
	int r = 0;
	while (r < ROLE_COUNT && !str_eqz(name, roles[r].name))
		r++;
	return (enum role)r;
}
