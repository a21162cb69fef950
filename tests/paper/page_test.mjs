// What is on the paper: the same words in every file, golden pages, NĐ 30/2020/NĐ-CP measured component by component.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { program } from '../lib/office.mjs';
import { run as runTests, test } from '../lib/tap.mjs';
import { boxes, docxText, face, find, golden, htmlText, kinds, letters, pdfPages, plain, render, room, run, sample, shown, strokes } from './paper.mjs';

const long = process.argv.includes('--long');
const mm = 72 / 25.4;
const near = (a, b, by, what) => assert.ok(Math.abs(a - b) <= by, `${what}: ${a}, wanted ${b}`);

// The letters of pages; a heading of a table that is repeated counts once.
function oncePerTable(kind, pages, want) {
	const heads = [...readFileSync(shown(kind, 'html'), 'utf8').matchAll(/<thead>([\s\S]*?)<\/thead>/g)].map(([, h]) => letters(plain(h.replace(/<[^>]*>/g, ' '))));
	const all = pages.map(letters);
	return all.join('').length === want.length ? all.join('')
		: all.map((p, i) => p.slice((i && heads.find((h) => p.startsWith(h))?.length) || 0)).join('');
}

test('each shipped paper has a sample, and each sample a paper', () => {
	const shipped = JSON.parse(run(program, ['paper', 'list', '--json'])).filter((p) => !p.certificate).map((p) => p.kind);
	assert.deepEqual([...shipped].sort(), [...kinds].sort());
});

for (const kind of kinds) {
	test(`${kind}: as it was looked at; THIDUA_GOLDEN=1 writes it anew`, () => {
		const page = readFileSync(shown(kind, 'html'), 'utf8').replace(/^[\s\S]*<body>\n/, '');
		const file = join(golden, `${kind}.html`);
		if (process.env.THIDUA_GOLDEN)
			writeFileSync(file, page);
		assert.equal(page, existsSync(file) ? readFileSync(file, 'utf8') : '');
	});

	test(`${kind}: HTML, DOCX and PDF say the same letter by letter`, () => {
		const want = letters(htmlText(shown(kind, 'html')));
		assert.equal(letters(docxText(shown(kind, 'docx'))), want);
		assert.equal(oncePerTable(kind, pdfPages(shown(kind, 'pdf')), want), want);
	});

	test(`${kind}: the same bytes twice`, () => {
		for (const ending of ['pdf', 'docx', 'html'])
			assert.ok(readFileSync(render(kind, ending)).equals(readFileSync(shown(kind, ending))), ending);
	});

	test(`${kind}: the PDF has its own fonts, title, author, language`, () => {
		const file = shown(kind, 'pdf');
		const fonts = run('pdffonts', [file]).split('\n').slice(2).filter(Boolean);
		for (const line of fonts)
			assert.match(line, /^[A-Z]{6}\+(Tinos|LiberationSerif)\S* .* yes yes yes /, line);
		const info = run('pdfinfo', [file]);
		assert.match(info, /^Title: +\S/m);
		assert.match(info, /^Author: +\S/m);
		assert.match(info, /^Page size: +(595.276 x 841.89|841.89 x 595.276) pts \(A4\)/m);
		assert.ok(readFileSync(file).includes('/Lang (vi-VN)'));
		assert.match(info, /^Tagged: +yes/m);
		const tree = run('pdfinfo', ['-struct', file]);
		assert.doesNotMatch(tree, /Error/);
		assert.equal(/^H1 \(block\)/m.test(tree), readFileSync(shown(kind, 'html'), 'utf8').includes('<h2'));
		const cells = (readFileSync(shown(kind, 'html'), 'utf8').match(/<t[dh][ >]/g) ?? []).length;
		assert.ok((tree.match(/^ +T[DH]$/gm) ?? []).length >= cells, 'each cell is a cell');
	});

	test(`${kind}: nothing outside the margins`, () => {
		for (const page of boxes(shown(kind, 'pdf')))
			for (const w of page.words) {
				const number = w.y0 < 20 * mm;
				assert.ok(w.x0 >= 30 * mm - 1 && w.x1 <= page.width - 15 * mm + 1, `${w.text}: ${w.x0} to ${w.x1}`);
				assert.ok(w.y1 <= page.height - 20 * mm + 1 && (!number || /^\d+$/.test(w.text)), `${w.text}: ${w.y0} to ${w.y1}`);
			}
	});
}

test('LibreOffice opens each DOCX: the same words, pages within one, our styles', () => {
	if (!long)
		return 'skip: with --long';
	const to = join(room, 'office'), files = kinds.map((kind) => shown(kind, 'docx'));
	const convert = (form) => run('soffice', [`-env:UserInstallation=file://${to}/user`, '--headless', '--convert-to', form, '--outdir', to, ...files]);
	convert('pdf');
	convert('fodt');
	kinds.forEach((kind, i) => {
		const back = join(to, basename(files[i], '.docx')), pages = pdfPages(`${back}.pdf`);
		const sorted = (text) => [...letters(text)].sort().join(''), want = docxText(files[i]);
		assert.equal(sorted(oncePerTable(kind, pages, letters(want))), sorted(want), kind);
		assert.ok(Math.abs(pages.length - pdfPages(shown(kind, 'pdf')).length) <= 1, `${kind}: ${pages.length} pages`);
		const text = readFileSync(`${back}.fodt`, 'utf8'), used = new Set([...run('unzip', ['-p', files[i], 'word/document.xml']).matchAll(/<w:pStyle w:val="(\w+)"/g)].map(([, id]) => id));
		const names = run('unzip', ['-p', files[i], 'word/styles.xml']);
		for (const id of used)
			assert.ok(text.includes(`"${new RegExp(`w:styleId="${id}"><w:name w:val="([^"]+)"`).exec(names)[1]}"`), `${kind}: style ${id}`);
		assert.match(text, /style:font-name="Times New Roman"/);
	});
});

// NĐ 30/2020/NĐ-CP, Phụ lục I: what the decree says, written down here a second time.
const components = [
	['Quốc hiệu', 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 12, 13, 'bold', 'right half'],
	['Tiêu ngữ', 'Độc lập - Tự do - Hạnh phúc', 13, 14, 'bold', 'right half'],
	['Cơ quan chủ quản', 'ỦY BAN NHÂN DÂN TỈNH LÀO CAI', 12, 13, '', 'left half'],
	['Cơ quan ban hành', 'VĂN PHÒNG', 12, 13, 'bold', 'left half'],
	['Số, ký hiệu', 'Số: 07/QĐ-VP', 13, 13, '', 'left half'],
	['Địa danh, ngày', 'Lào Cai, ngày 05 tháng 01 năm 2026', 13, 14, 'italic', 'right half'],
	['Tên loại', 'QUYẾT ĐỊNH', 13, 14, 'bold', 'centre'],
	['Trích yếu', 'Về việc tặng Giấy khen', 13, 14, 'bold', 'centre'],
	['Thẩm quyền', 'CHÁNH VĂN PHÒNG ỦY BAN NHÂN DÂN TỈNH LÀO CAI', 13, 14, 'bold', 'centre'],
	['Căn cứ', 'Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;', 13, 14, 'italic', 'indent'],
	['Điều', 'Điều 3.', 13, 14, 'bold', 'indent'],
	['Nội dung', 'Quyết định này có hiệu lực kể từ ngày ký.', 13, 14, '', ''],
	['Chức vụ', 'KT. CHÁNH VĂN PHÒNG', 13, 14, 'bold', 'right half'],
	['Họ tên', 'Trần Văn Định', 13, 14, 'bold', 'right half'],
	['Nơi nhận', 'Nơi nhận:', 12, 12, 'bold italic', 'left'],
	['Tên nơi nhận', '- Lãnh đạo Văn phòng;', 11, 11, '', 'left'],
];

const decision = () => shown('quyet-dinh-khen-thuong', 'pdf');

for (const [name, text, least, most, want, place] of components)
	test(`NĐ 30, ${name}: size, weight, place`, () => {
		const [page] = boxes(decision());
		const box = find(page, text);
		const left = 30 * mm, right = page.width - 15 * mm, middle = (left + right) / 2;
		assert.ok(box.size > least - 0.1 && box.size < most + 0.1, `size ${box.size}`);
		assert.equal(face(decision(), text), want);
		if (place === 'centre')
			near((box.x0 + box.x1) / 2, middle, 1, 'centre');
		if (place === 'left')
			near(box.x0, left, 1, 'left edge');
		if (place === 'indent')
			near(box.x0, left + 12.7 * mm, 1, 'first line');
		if (place === 'right half')
			assert.ok(box.x0 > left + (right - left) * 0.4);
		if (place === 'left half')
			assert.ok(box.x1 < left + (right - left) * 0.5);
	});

test('NĐ 30: tiêu ngữ stands under quốc hiệu, the date level with the number, Nơi nhận level with the post', () => {
	const [page] = boxes(decision());
	const centre = (b) => (b.x0 + b.x1) / 2;
	const top = find(page, components[0][1]), motto = find(page, components[1][1]);
	near(centre(top), centre(motto), 1, 'centres');
	near(motto.y1 - top.y1, 13 * 1.149, 1, 'single spacing');
	near(find(page, 'Số: 07/QĐ-VP').y1, find(page, components[5][1]).y1, 1, 'one line');
	near(find(page, 'Nơi nhận:').y0, find(page, 'KT. CHÁNH VĂN PHÒNG').y0, 3, 'one line');
});

test('NĐ 30: the rule under tiêu ngữ is as long as the text, others a third to a half', () => {
	const [page] = boxes(decision());
	const lines = strokes(decision());
	const under = (text) => {
		const box = find(page, text);
		const line = lines.find((s) => s.y > box.y1 - 1 && s.y < box.y1 + 6 && s.x0 < box.x1 && s.x1 > box.x0);
		assert.ok(line, `a rule under ${text}`);
		near((line.x0 + line.x1) / 2, (box.x0 + box.x1) / 2, 1, `centred under ${text}`);
		return (line.x1 - line.x0) / (box.x1 - box.x0);
	};
	near(under('Độc lập - Tự do - Hạnh phúc'), 1, 0.01, 'tiêu ngữ');
	for (const text of ['VĂN PHÒNG', 'Về việc tặng Giấy khen']) {
		const share = under(text);
		assert.ok(share >= 1 / 3 && share <= 1 / 2, `${text}: ${share}`);
	}
});

test('NĐ 30: body justified, at least 6 pt between paragraphs, spacing from single to 1.5', () => {
	const [page] = boxes(decision());
	const right = page.width - 15 * mm;
	near(find(page, 'của').x1, right, 1, 'the first full line ends at the margin');
	const a = find(page, 'Chính phủ quy định'), b = find(page, 'quy định chi tiết');
	const step = b.y1 - a.y1;
	assert.ok(step >= 14 * 1.149 - 0.2 && step <= 14 * 1.149 * 1.5 + 0.2, `line ${step}`);
	near(find(page, 'Căn cứ Nghị định').y1 - find(page, 'Căn cứ Luật').y1 - step, 6, 0.2, 'gap');
});

const rows = (n) => ({ ...sample('quyet-dinh-khen-thuong'), persons: Array.from({ length: n }, (_, i) => ({ name: `Nguyễn Văn ${i + 1}`, post: 'Chuyên viên', unit: `Phòng số ${i % 7}`, bonus: 710000 })) });

test('a list over many pages repeats its heading; every row is there once; pages are numbered from the second', () => {
	const file = render('quyet-dinh-khen-thuong', 'pdf', { data: rows(200) });
	const pages = boxes(file), text = pdfPages(file);
	assert.ok(pages.length > 6);
	for (let i = 1; i <= 200; i++)
		assert.equal(text.join('\n').match(new RegExp(`Nguyễn Văn ${i} `, 'g'))?.length, 1, `row ${i}`);
	for (let i = 2; i < pages.length - 1; i++)
		assert.match(text[i], /^STT Họ và tên Chức vụ/);
	// The annex is counted by itself: its first page has no number, its second is 2.
	pages.forEach((p, i) => {
		const top = p.words.filter((w) => w.y1 < 20 * mm);
		assert.equal(top.map((w) => w.text).join(' '), i < 2 ? '' : String(i), `page ${i + 1}`);
		if (top.length) {
			near((top[0].x0 + top[0].x1) / 2, (30 * mm + p.width - 15 * mm) / 2, 1, 'in the middle');
			near((top[0].y1 - top[0].y0) / 1.107, 13, 0.2, 'size');
		}
	});
});

test('a table goes on under its own heading, also when another one follows', () => {
	const data = { ...sample('bao-cao-ca-nhan'), rewards: Array.from({ length: 5 }, (_, i) => ({ year: 2000 + i, form: 'Giấy khen', decision: 'Số 1' })) };
	data.titles = Array.from({ length: 60 }, (_, i) => ({ year: 1960 + i, title: 'Lao động tiên tiến', decision: `Số ${i}` }));
	const pages = pdfPages(render('bao-cao-ca-nhan', 'pdf', { data }));
	assert.ok(pages.length >= 3);
	assert.match(pages[1], /^Năm Danh hiệu thi đua Số, ngày/);
	assert.match(pages[2], /^Năm (Danh hiệu thi đua|Hình thức khen thưởng) Số, ngày/);
});

test('a sign stays on one line where there is room, and in its cell where there is not', () => {
	const entry = sample('so-van-ban-den').entries[0];
	const [page] = boxes(render('so-van-ban-den', 'pdf', { data: { ...sample('so-van-ban-den'), entries: [{ ...entry, sign: '1234/SNV-TĐKT-PCTT-XYZT' }] } }));
	const next = find(page, '07/01/2026'), words = page.words.filter((w) => w.y0 > next.y0 - 3 && w.x0 < next.x0 && w.x0 > page.width * 0.3);
	assert.ok(words.every((w) => w.x1 <= next.x0), 'nothing runs into the next cell');
	assert.ok(boxes(decision())[0].words.some((w) => w.text === '152/2025/NĐ-CP'));
});

test('twenty columns of any width still print every word', () => {
	const own = join(golden, '../../../papers/so-van-ban-di.mau'), changed = join(room, 'narrow.mau');
	writeFileSync(changed, readFileSync(own, 'utf8').replace('Ghi chú 7', `Ghi chú 7${' | X 1'.repeat(9)} | Y 60`).replace('{note}', `{note}${' | từ'.repeat(9)} | {note}`));
	const text = letters(pdfPages(render('so-van-ban-di', 'pdf', { template: changed })).join(''));
	assert.ok(text.includes('Quyếtđịnhvềviệctặng') && text.split('từ').length >= 10);
});

test('a cell longer than a page goes on on the next one; no word is lost', () => {
	const data = rows(3);
	data.persons[1].unit = Array.from({ length: 900 }, (_, i) => `từ${i}`).join(' ');
	const all = letters(pdfPages(render('quyet-dinh-khen-thuong', 'pdf', { data })).join(''));
	for (let i = 0; i < 900; i += 37)
		assert.ok(all.includes(`từ${i}`), `từ${i}`);
});

// Components that a decision lacks, in the papers that have them.
const others = [
	['cong-van', 0, 'Trích yếu của công văn', 'V/v đăng ký thi đua', 12, 13, '', 'left half'],
	['cong-van', 0, 'Kính gửi', 'Kính gửi:', 13, 14, '', ''],
	['cong-van', 0, 'Nơi gửi', 'Các phòng, ban thuộc', 13, 14, '', ''],
	['to-trinh', 1, 'Phụ lục', 'Phụ lục', 14, 14, 'bold', 'centre', 'Phụ lục DANH SÁCH'],
	['to-trinh', 1, 'Tên phụ lục', 'DANH SÁCH ĐỀ NGHỊ KHEN THƯỞNG', 13, 14, 'bold', 'centre'],
	['to-trinh', 1, 'Kèm theo', '(Kèm theo Tờ trình số', 13, 14, 'italic', ''],
	['ke-hoach', 0, 'Phần', 'I. MỤC ĐÍCH, YÊU CẦU', 13, 14, 'bold', 'indent'],
	['ke-hoach', 0, 'Đề mục', '2. Yêu cầu', 13, 14, 'bold', 'indent'],
	['ke-hoach', 0, 'Khoản', '2. Thi đua xây dựng cơ quan', 13, 14, '', 'indent'],
	['ke-hoach', 0, 'Điểm', 'đ) Mỗi phòng', 13, 14, '', 'indent'],
	['bien-ban-hop', 1, 'Thư ký', 'THƯ KÝ', 13, 14, 'bold', 'left half'],
	['bien-ban-hop', 1, 'Chủ tọa', 'CHỦ TỌA', 13, 14, 'bold', 'right half'],
];
// The last: more of the text, where the first page has these words too.
for (const [kind, at, name, text, least, most, want, place, whole = text] of others)
	test(`NĐ 30, ${name} (${kind}): size, weight, place`, () => {
		const page = boxes(shown(kind, 'pdf'))[at], box = find(page, text);
		const left = 30 * mm, right = page.width - 15 * mm;
		assert.ok(box.size > least - 0.1 && box.size < most + 0.1, `size ${box.size}`);
		assert.equal(face(shown(kind, 'pdf'), whole), want);
		if (place === 'centre')
			near((box.x0 + box.x1) / 2, (left + right) / 2, 1, 'centre');
		if (place === 'indent')
			near(box.x0, left + 12.7 * mm, 1, 'first line');
		if (place.endsWith('half'))
			assert.equal((box.x0 + box.x1) / 2 > (left + right) / 2, place === 'right half');
	});

test('several receivers stand under each other behind the colon of Kính gửi', () => {
	const [page] = boxes(shown('cong-van', 'pdf')), to = find(page, 'Kính gửi:');
	const dashes = page.words.filter((w) => w.text === '-' && w.y0 > to.y1 - 1 && w.y0 < to.y1 + 40 && w.x0 > 70 * mm);
	assert.equal(dashes.length, 2);
	for (const w of dashes)
		near(w.x0, to.x1, 3 * mm, 'under the colon');
});

/** Bars of a page: [{ x, y, width, light }]. What is painted twice at one place, as LibreOffice does, is one. */
function bars(file, page) {
	const svg = run('pdftocairo', ['-svg', '-f', String(page), '-l', String(page), file, '-']);
	return [...svg.matchAll(/<path [^>]*fill(?::|=")rgb\(([\d.]+)%[^>]* d="M ([\d.]+) ([\d.]+) L ([\d.]+) ([\d.]+) L [^>]*>/g)]
		.map(([, grey, x0, y0, x1]) => ({ x: Math.min(x0, x1), y: Number(y0), width: Math.abs(x1 - x0), light: Number(grey) > 50 }))
		.filter((b, i, all) => b.width > 2 && all.findIndex((a) => a.x === b.x && a.y === b.y && a.width === b.width) === i);
}

const charted = { ...sample('bao-cao-tong-ket'), results: [], exemplars: 'Không.' };
charted.units = [['Phòng A', 100], ['Phòng B', 50], ['Phòng C', 1], ['Phòng D', 0]].map(([unit, percent]) => ({ unit, tasks: 4, done: 2, percent }));
charted.awards = [{ award: 'Giấy khen', collectives: 30, persons: 60 }];

test('a chart has the same bars in PDF, DOCX and HTML, each as long as its number', () => {
	const wide = (210 - 45) * mm * 0.48 - 2 * 1.9 * mm;
	const found = [1, 2].flatMap((page) => bars(render('bao-cao-tong-ket', 'pdf', { data: charted }), page));
	assert.deepEqual(found.map((b) => b.light), [false, false, false, false, true]);
	[1, 0.5, 0.01].forEach((share, i) => near(found[i].width, wide * share, 0.5, `bar ${i}`));
	near(found[3].width * 2, found[4].width, 0.5, '30 beside 60');
	const html = readFileSync(render('bao-cao-tong-ket', 'html', { data: charted }), 'utf8');
	assert.deepEqual([...html.matchAll(/<svg width="([\d.]+)%"/g)].map(([, w]) => Number(w)), [100, 50, 1, 0, 50, 100]);
	const docx = run('unzip', ['-p', render('bao-cao-tong-ket', 'docx', { data: charted }), 'word/document.xml']);
	const inDocx = [...docx.matchAll(/<w:pStyle w:val="Thanh"\/>(?:<w:keepNext\/>)?(<w:shd [^>]*w:fill="(\w+)"\/>)?.*?<w:ind w:right="(\d+)"/g)];
	assert.deepEqual(inDocx.map(([, shade, fill]) => shade && fill), ['595959', '595959', '595959', undefined, '595959', 'B4B4B4']);
	near(Number(inDocx[1][3]) / 20, wide / 2, 0.2, 'half of the cell is free');
});

test('LibreOffice draws the bars of a DOCX as long as the PDF has them', () => {
	if (!long)
		return 'skip: with --long';
	const to = join(room, 'bars');
	run('soffice', [`-env:UserInstallation=file://${to}/user`, '--headless', '--convert-to', 'pdf', '--outdir', to, render('bao-cao-tong-ket', 'docx', { data: charted })]);
	const name = run('ls', [to]).split('\n').find((f) => f.endsWith('.pdf'));
	const all = (file) => [1, 2].flatMap((page) => bars(file, page)).map((b) => Math.round(b.width));
	const ours = all(render('bao-cao-tong-ket', 'pdf', { data: charted })), theirs = all(join(to, name));
	assert.equal(theirs.length, ours.length);
	ours.forEach((w, i) => near(theirs[i], w, 2, `bar ${i}`));
});

test('annexes across: the page lies on its side', () => {
	const [, annex] = boxes(render('to-trinh', 'pdf'));
	near(annex.width, 297 * mm, 0.1, 'width');
	near(annex.height, 210 * mm, 0.1, 'height');
});

test('days under 10 and months 1 and 2 have a zero, others not', () => {
	for (const [date, words] of [['2026-02-09', 'ngày 09 tháng 02 năm 2026'], ['2026-03-10', 'ngày 10 tháng 3 năm 2026'], ['2026-12-01', 'ngày 01 tháng 12 năm 2026']])
		assert.match(htmlText(render('thong-bao', 'html', { data: { ...sample('thong-bao'), date } })), new RegExp(words));
});

test('minutes have no line of place and date', () => {
	assert.doesNotMatch(htmlText(render('bien-ban-hop', 'html')), /, ngày \d+ tháng/);
});

test('what users write is text: no markup, no field, no break of the layout', () => {
	const data = { ...sample('thong-bao'), abstract: '<script>alert(1)</script> {signer} **đậm** [x] & "y"', body: ']]></w:t></w:r> \\n\u202e' };
	const html = readFileSync(render('thong-bao', 'html', { data }), 'utf8');
	assert.ok(!html.includes('<script>') && html.includes('&lt;script&gt;alert(1)&lt;/script&gt; {signer} **đậm** [x] &amp;'));
	const docx = run('unzip', ['-p', render('thong-bao', 'docx', { data }), 'word/document.xml']);
	assert.ok(docx.includes(']]&gt;&lt;/w:t&gt;') && plain(docx).includes('{signer} **đậm** [x]'));
	assert.ok(letters(pdfPages(render('thong-bao', 'pdf', { data })).join('')).includes('<script>alert(1)</script>{signer}**đậm**[x]&"y"'));
});

test('a character that the font lacks is named, not replaced', () => {
	assert.throws(() => render('thong-bao', 'pdf', { data: { ...sample('thong-bao'), abstract: 'Khen 賞' } }), /U\+8CDE/);
});

test('bookmarks lead to articles and annexes', () => {
	const out = run('pdfinfo', ['-dests', decision()]);
	assert.ok(out.length > 0);
	const raw = readFileSync(decision()).toString('latin1');
	assert.ok((raw.match(/\/Title /g) ?? []).length >= 6);
});

await runTests();
