/* docx.h: what the two files of the DOCX writer share; nobody else includes it. */
#ifndef PAPER_DOCX_H
#define PAPER_DOCX_H

#include "doc/zip_out.h"
#include "paper/type.h"

#define DOCX_TWIPS_PER_MM (1440 / 25.4)
#define DOCX_W "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
#define DOCX_R "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\""
#define DOCX_XML "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"

#define DOCX_A_NS "http://schemas.openxmlformats.org/drawingml/2006/"
#define DOCX_PIC_NS DOCX_A_NS "picture"
#define DOCX_DRAWING                                                                               \
	"xmlns:wp=\"" DOCX_A_NS "wordprocessingDrawing\" xmlns:a=\"" DOCX_A_NS                         \
	"main\" xmlns:pic=\"" DOCX_PIC_NS "\""
#define DOCX_EMU_PER_MM 36000
#define DOCX_PICTURE "word/media/qr%d.png" /* counted from 1; its relationship is "q1" */

/* Everything but word/document.xml and its pictures: styles of the components, the page number,
 * properties, where the pictures are. */
void docx_parts(struct zip_out *z, const struct paper *p, int pictures);

void docx_escape(struct buf *b, struct str s);

static inline int docx_twips(double pt)
{
	return (int)(pt * 20 + (pt < 0 ? -0.5 : 0.5));
}

#endif
