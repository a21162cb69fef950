// Certificates: every word in its box to the millimetre, nothing cut, codes that lead where they should.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { program, thidua } from '../lib/office.mjs';
import { run as runTests, test } from '../lib/tap.mjs';
import { boxes, face, find, letters, pdfPages, room, run } from './paper.mjs';

const mm = 72 / 25.4;
const folder = new URL('../golden/cert/', import.meta.url).pathname;
const papers = new URL('../../papers/', import.meta.url).pathname;
const sample = (kind = 'giay-khen') => JSON.parse(readFileSync(join(folder, `${kind}.json`), 'utf8'));
let made = 0;

function print(kind, { data, args = [] } = {}) {
	const number = ++made, from = join(room, `c${number}.json`), to = join(room, `c${number}.pdf`);
	writeFileSync(from, JSON.stringify(data ?? sample(kind)));
	run(program, ['paper', 'certificate', kind, '--in', from, '--out', to, ...args]);
	return to;
}

const near = (a, b, by, what) => assert.ok(Math.abs(a - b) <= by, `${what}: ${a}, wanted ${b}`);
const within = (box, [x, y, w, h]) => {
	assert.ok(box.x0 >= x * mm - 1 && box.x1 <= (x + w) * mm + 1, `across: ${box.x0 / mm} to ${box.x1 / mm}`);
	assert.ok(box.y0 >= y * mm - 2 && box.y1 <= (y + h) * mm + 2, `down: ${box.y0 / mm} to ${box.y1 / mm}`);
};

test('A4 across, each text in its box, in the order of NĐ 98/2023/NĐ-CP, Điều 104', () => {
	const file = print('giay-khen'), [page] = boxes(file);
	near(page.width, 297 * mm, 0.1, 'width');
	near(page.height, 210 * mm, 0.1, 'height');
	const lines = [
		['CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', [30, 38, 237, 8], 'bold'],
		['Độc lập - Tự do - Hạnh phúc', [30, 46, 237, 8], 'bold'],
		['CHÁNH VĂN PHÒNG ỦY BAN NHÂN DÂN TỈNH LÀO CAI', [30, 58, 237, 10], 'bold'],
		['TẶNG', [30, 69, 237, 9], 'bold'],
		['GIẤY KHEN', [30, 78, 237, 20], 'bold'],
		['Bà Nguyễn Thị Ước', [30, 99, 237, 14], 'bold'],
		['Chuyên viên Phòng Tổng hợp', [30, 113, 237, 9], ''],
		['Đã có thành tích', [35, 122, 227, 20], ''],
		['Quyết định số: 07/QĐ-VP', [50, 152, 90, 7], 'bold italic'],
		['Số sổ vàng: 01', [50, 166, 90, 7], 'bold italic'],
		['Lào Cai, ngày 05 tháng 01 năm 2026', [160, 143, 107, 8], 'bold italic'],
		['KT. CHÁNH VĂN PHÒNG', [160, 151, 107, 12], 'bold'],
		['Trần Văn Định', [160, 186, 107, 8], 'bold'],
	];
	let last = 0;
	for (const [text, place, want] of lines) {
		const box = find(page, text);
		within(box, place);
		assert.equal(face(file, text), want, text);
		if (place[0] <= 35) {
			assert.ok(box.y0 >= last, `${text} comes after`);
			last = box.y0;
			if (!text.startsWith('Đã')) // the beginning of a line that goes on
				near((box.x0 + box.x1) / 2, page.width / 2, 1, `${text} in the middle`);
		}
	}
});

test('CSTĐCS: TẶNG DANH HIỆU', () => {
	const [text] = pdfPages(print('chien-si-thi-dua-co-so'));
	assert.match(text, /TẶNG DANH HIỆU\nCHIẾN SĨ THI ĐUA CƠ SỞ\n/);
});

test('Bằng khen: a blank of its own size, each text in its box', () => {
	const [page] = boxes(print('bang-khen'));
	near(page.width, 400 * mm, 0.1, 'width');
	near(page.height, 300 * mm, 0.1, 'height');
	within(find(page, 'CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH LÀO CAI'), [40.5, 83, 319, 14.5]);
	within(find(page, 'BẰNG KHEN'), [40.5, 111.5, 319, 28.5]);
	within(find(page, 'Bà Nguyễn Thị Ước'), [40.5, 141.5, 319, 20]);
	within(find(page, 'Quyết định số: 118/QĐ-UBND'), [67.5, 217, 121, 10]);
	within(find(page, 'Trần Văn Định'), [215.5, 265.5, 144, 11.5]);
});

test('onto pre-printed blanks: only what changes, in the same places; moved as told', () => {
	const [full] = boxes(print('giay-khen')), [bare] = boxes(print('giay-khen', { args: ['--text-only'] }));
	const [moved] = boxes(print('giay-khen', { args: ['--text-only', '--shift', '1.5,-2'] }));
	assert.ok(!bare.words.some((w) => ['CỘNG', 'GIẤY', 'TẶNG', 'Hạnh'].includes(w.text)));
	for (const text of ['Bà Nguyễn Thị Ước', 'Trần Văn Định', 'Số sổ vàng: 01']) {
		assert.deepEqual(find(bare, text), find(full, text));
		near(find(moved, text).x0 - find(bare, text).x0, 1.5 * mm, 0.05, 'to the right');
		near(find(moved, text).y0 - find(bare, text).y0, -2 * mm, 0.05, 'up');
	}
});

test('a long name becomes smaller and stays whole in its box', () => {
	const [short, long] = boxes(print('giay-khen'));
	const a = find(short, 'Bà Nguyễn Thị Ước'), b = find(long, 'Tập thể cán bộ,');
	assert.ok(b.size < a.size && b.size >= 13.9);
	within(b, [30, 99, 237, 14]);
	within(find(long, 'chuyển đổi số'), [30, 99, 237, 14]);
});

test('a name that does not fit in the least size is refused with its row; nothing is cut', () => {
	const data = sample();
	data.people[1].name = 'Tổ công tác rất dài '.repeat(30);
	const from = join(room, 'long.json');
	writeFileSync(from, JSON.stringify(data));
	const { err } = thidua(['paper', 'certificate', 'giay-khen', '--in', from, '--out', join(room, 'long.pdf')], [9]);
	assert.match(err, /Tờ số 2: "Tổ công tác rất dài .* không vừa ô 237 × 14 mm/);
});

test('the code leads to the address; without one there is no code', () => {
	const image = (file, page) => {
		const to = join(room, `qr${++made}`);
		run('pdftoppm', ['-r', '150', '-f', String(page), '-l', String(page), '-png', '-singlefile', file, to]);
		return `${to}.png`;
	};
	const file = print('giay-khen');
	sample().people.forEach((p, i) => assert.equal(run('zbarimg', ['-q', '--raw', image(file, i + 1)]).trim(), p.check));
	const data = sample();
	delete data.people[0].check;
	assert.throws(() => run('zbarimg', ['-q', '--raw', image(print('giay-khen', { data }), 1)]));
});

test('a whole list in one file, each on its own page with its own number', () => {
	const data = sample();
	data.people = Array.from({ length: 250 }, (_, i) => ({ ...data.people[0], name: `Nguyễn Văn ${i + 1}`, golden: i + 1 }));
	const pages = pdfPages(print('giay-khen', { data }));
	assert.equal(pages.length, 250);
	pages.forEach((text, i) => {
		assert.match(text, new RegExp(`Bà Nguyễn Văn ${i + 1}\n`));
		assert.match(text, new RegExp(`Số sổ vàng: ${String(i + 1).padStart(2, '0')}\n`));
	});
	const [one] = pdfPages(print('giay-khen', { data, args: ['--row', '17'] }));
	assert.equal(letters(one), letters(pages[16]));
});

test('the same bytes twice', () => {
	assert.ok(readFileSync(print('giay-khen')).equals(readFileSync(print('giay-khen'))));
});

test('other sizes, own places, own emblem', () => {
	const blank = join(room, 'own.phoi'), picture = join(room, 'mark');
	writeFileSync(blank, readFileSync(join(papers, 'giay-khen.phoi'), 'utf8').replace('khổ 297 210', 'khổ 400 300').replace('ô: 30 99 237 14', 'ô: 60 150 280 20'));
	run('pdftoppm', ['-r', '20', '-png', '-singlefile', '-f', '1', '-l', '1', print('giay-khen'), picture]);
	const file = print('giay-khen', { args: ['--blank', blank, '--emblem', `${picture}.png`] }), [page] = boxes(file);
	near(page.width, 400 * mm, 0.1, 'width');
	within(find(page, 'Bà Nguyễn Thị Ước'), [60, 150, 280, 20]);
	assert.match(run('pdfimages', ['-list', file]), / image /);
	const bad = join(room, 'bad.png');
	writeFileSync(bad, 'no picture');
	assert.throws(() => print('giay-khen', { args: ['--emblem', bad] }), /PNG/);
});

test('the calibration sheet has the rulers and every box', () => {
	const to = join(room, 'calibrate.pdf');
	run(program, ['paper', 'calibrate', 'giay-khen', '--out', to]);
	const pages = boxes(to), words = pages[0].words.map((w) => w.text);
	assert.equal(pages.length, 1);
	for (const text of ['290', '200', '9:', '99', '237'])
		assert.ok(words.includes(text), text);
	// The box of the name is drawn where it is said to be.
	const svg = run('pdftocairo', ['-svg', to, '-']);
	assert.ok(svg.length > 1000);
	near(find(pages[0], '9: 30 99 237 14').x0, 31 * mm, 0.5, 'label in its box');
});

await runTests();
