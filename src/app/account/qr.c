#include "app/account/qr.h"

#include <qrencode.h>

#define BORDER 4

/* One run of dark squares in a row: "M4 5h7v1h-7z". */
static void draw_row(const QRcode *code, int y, struct buf *path)
{
	const unsigned char *row = code->data + (ptrdiff_t)y * code->width;
	for (int x = 0; x < code->width;) {
		int from = x;
		while (x < code->width && (row[x] & 1))
			x++;
		if (x > from)
			buf_printf(path, "M%d %dh%dv1h-%dz", from + BORDER, y + BORDER, x - from, x - from);
		else
			x++;
	}
}

enum rc qr_path(struct str text, struct buf *path, int *side, struct err *e)
{
	QRcode *code = QRcode_encodeData((int)text.n, (const unsigned char *)text.p, 0, QR_ECLEVEL_M);
	if (!code)
		return err_set(e, RC_TOOBIG, "Nội dung quá dài để vẽ thành mã QR.");
	*side = code->width + 2 * BORDER;
	for (int y = 0; y < code->width; y++)
		draw_row(code, y, path);
	QRcode_free(code);
	return RC_OK;
}
