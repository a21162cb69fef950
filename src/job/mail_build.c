#include "base/date.h"
#include "job/mail.h"

#include <sodium.h>

/* Bytes in one encoded word: with "Subject: " before it a line stays under 76 characters. */
#define WORD_BYTES 39
#define LINE_BYTES 57 /* 76 characters of base 64 */

bool mail_address_ok(struct str address)
{
	ptrdiff_t at = str_chr(address, '@');
	if (at < 1 || address.n > 254 || (size_t)at + 2 > address.n)
		return false;
	for (size_t i = 0; i < address.n; i++) {
		char c = address.p[i];
		if (c <= ' ' || c > '~' || strchr("<>()[],;:\\\"", c) || (c == '@' && i != (size_t)at))
			return false;
	}
	return true;
}

/* A header's value must not begin a line of its own. */
static bool header_ok(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < ' ' || s.p[i] == 0x7F)
			return false;
	return str_utf8_ok(s);
}

/* At most LINE_BYTES of them. */
static void base64(struct buf *out, const char *p, size_t n)
{
	char text[80];
	sodium_bin2base64(text, sizeof text, (const unsigned char *)p, n,
	                  sodium_base64_VARIANT_ORIGINAL);
	buf_z(out, text);
}

/* RFC 2047: encoded words, none of which splits a character, one a line. */
static void encoded_words(struct buf *out, struct str s)
{
	while (s.n) {
		size_t n = s.n < WORD_BYTES ? s.n : WORD_BYTES;
		while (n < s.n && ((unsigned char)s.p[n] & 0xC0) == 0x80)
			n--;
		buf_z(out, "=?UTF-8?B?");
		base64(out, s.p, n);
		buf_z(out, n < s.n ? "?=\r\n " : "?=");
		s.p += n;
		s.n -= n;
	}
}

/* Text of a header that needs no encoding: short, ASCII, nothing that means something. */
static bool plain_ok(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] >= 0x7F || strchr("()<>[]:;@\\,.\"=?_", s.p[i]))
			return false;
	return s.n <= 60;
}

static void header_text(struct buf *out, struct str s)
{
	if (plain_ok(s))
		buf_str(out, s);
	else
		encoded_words(out, s);
}

static void address_line(struct buf *out, const char *header, struct str name, struct str address)
{
	buf_printf(out, "%s: ", header);
	header_text(out, name);
	buf_printf(out, "%s<%.*s>\r\n", name.n ? "\r\n " : "", STR_ARG(address));
}

/* RFC 5322, 3.3, in the time of Viet Nam. */
static void date_line(struct buf *out, int64_t ms)
{
	static const char *const days[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
	static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
	                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	struct date d = date_at(ms);
	struct civil c = date_civil(d);
	int64_t s = (ms - date_start_ms(d)) / 1000;
	buf_printf(out, "Date: %s, %d %s %d %02d:%02d:%02d +0700\r\n", days[date_weekday(d)], c.day,
	           months[c.month - 1], c.year, (int)(s / 3600), (int)(s / 60 % 60), (int)(s % 60));
}

/* In base 64 whole: Vietnamese grows by a third, where quoted-printable would double it. */
static enum rc body(struct buf *out, struct str text, struct err *e)
{
	struct buf crlf;
	buf_init(&crlf, MAIL_MAX_BYTES);
	while (text.n) {
		struct str line = str_cut(&text, '\n');
		if (line.n && line.p[line.n - 1] == '\r')
			line.n--;
		buf_str(&crlf, line);
		buf_z(&crlf, "\r\n");
	}
	for (size_t at = 0; at < crlf.n; at += LINE_BYTES) {
		base64(out, crlf.p + at, crlf.n - at < LINE_BYTES ? crlf.n - at : LINE_BYTES);
		buf_z(out, "\r\n");
	}
	enum rc rc = buf_check(&crlf, e);
	buf_release(&crlf);
	return rc;
}

enum rc mail_build(const struct mail_server *server, const struct mail *mail, struct buf *out,
                   struct err *e)
{
	if (!mail_address_ok(mail->to))
		return err_field(e, "to", "Địa chỉ thư điện tử của người nhận không hợp lệ.");
	if (!mail_address_ok(server->from))
		return err_field(e, "from", "Địa chỉ thư điện tử của người gửi không hợp lệ.");
	if (!mail_address_ok(mail->message_id))
		return err_detail(e, RC_INVALID, "mail: message id has not the form local@domain");
	if (!header_ok(mail->subject) || !header_ok(mail->to_name) || !header_ok(server->from_name))
		return err_field(e, "subject",
		                 "Tiêu đề thư và tên người nhận phải nằm trên một dòng, không có ký tự "
		                 "điều khiển.");
	if (!str_utf8_ok(mail->text))
		return err_field(e, "text", "Nội dung thư có ký tự không hợp lệ.");
	date_line(out, mail->date_ms);
	address_line(out, "From", server->from_name, server->from);
	address_line(out, "To", mail->to_name, mail->to);
	buf_z(out, "Subject: ");
	header_text(out, mail->subject);
	buf_printf(out, "\r\nMessage-ID: <%.*s>\r\n", STR_ARG(mail->message_id));
	buf_z(out, "Auto-Submitted: auto-generated\r\n"
	           "MIME-Version: 1.0\r\n"
	           "Content-Type: text/plain; charset=UTF-8\r\n"
	           "Content-Language: vi\r\n"
	           "Content-Transfer-Encoding: base64\r\n\r\n");
	TRY(body(out, mail->text, e));
	return buf_check(out, e);
}
