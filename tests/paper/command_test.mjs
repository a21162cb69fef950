// thidua paper on the command line: lists, checks, what is missing, what is refused.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { thidua } from '../lib/office.mjs';
import { run as runTests, test } from '../lib/tap.mjs';
import { golden, room } from './paper.mjs';

const data = join(golden, 'cong-van.json');
const out = (name) => join(room, name);

test('list names each paper; what is not certain says so', () => {
	const { out: said } = thidua(['paper', 'list']);
	assert.match(said, /^quyet-dinh-khen-thuong +Quyết định khen thưởng$/m);
	assert.match(said, /^phieu-bau +Phiếu bầu \(mẫu chưa xác nhận\)$/m);
});

test('fields says what a paper needs', () => {
	const { out: said } = thidua(['paper', 'fields', 'to-trinh']);
	assert.match(said, /groups +danh sách/);
	assert.match(said, /^ {4}nominees +danh sách/m);
});

test('gaps are printed as dots and told', () => {
	const to = out('gap.html');
	thidua(['paper', 'render', 'cong-van', '--in', data, '--out', to]);
	const page = readFileSync(to, 'utf8');
	assert.match(page, /Số: <mark title="còn thiếu">…+<\/mark>\/VP-HCQT/);
	assert.match(page, /<mark title="còn thiếu">ngày …+ tháng …+ năm …+<\/mark>/);
});

test('what is wrong is said with what to do', () => {
	const refused = (args, why) => assert.match(thidua(args, [2, 3]).err, why);
	refused(['paper', 'render', 'cong-vann', '--in', data, '--out', out('x.pdf')], /Có phải là "cong-van"/);
	refused(['paper', 'render', 'cong-van', '--in', data, '--out', out('x.odt')], /\.docx, \.pdf hoặc \.html/);
	refused(['paper', 'render', 'cong-van', '--in', out('none.json'), '--out', out('x.pdf')], /Không mở được tệp/);
	refused(['paper', 'render', 'cong-van', '--out', out('x.pdf')], /--in/);
	refused(['paper', 'rendr'], /thidua paper --help/);
	writeFileSync(out('bad.json'), '{"issuer": "Văn phòng", "tittle": "x"}');
	refused(['paper', 'render', 'cong-van', '--in', out('bad.json'), '--out', out('x.pdf')], /không có trường "tittle"\. Có: parent, issuer/);
	writeFileSync(out('worse.json'), '{"issuer": ');
	refused(['paper', 'render', 'cong-van', '--in', out('worse.json'), '--out', out('x.pdf')], /không phải JSON đúng: dòng 1/);
});

test('no paper is written over another file', () => {
	const render = (good) => thidua(['paper', 'render', 'cong-van', '--in', data, '--out', out('once.html')], good);
	writeFileSync(out('once.html'), 'của người khác');
	assert.match(render([6]).err, /Xin chọn tên tệp mới/);
	assert.equal(readFileSync(out('once.html'), 'utf8'), 'của người khác');
	const calibrate = () => thidua(['paper', 'calibrate', 'giay-khen', '--out', out('once.pdf')], [0, 6]).code;
	assert.deepEqual([calibrate(), calibrate()], [0, 6]);
});

test('a changed template is checked before it is used', () => {
	const own = out('own.mau');
	writeFileSync(own, 'mẫu "Công văn ngắn"\ndữ liệu\nabstract chữ "Trích yếu"\nto danh sách "Nơi gửi"\nto.name chữ "Tên"\nbody văn "Nội dung"\nthân\nđoạn: {body}, {abstrakt}\n');
	assert.match(thidua(['paper', 'check', 'cong-van', '--template', own], [2]).err, /dòng 8: không có trường "abstrakt"\. Ở đây có: .*abstract/);
	writeFileSync(own, readFileSync(own, 'utf8').replace('abstrakt', 'abstract'));
	assert.equal(thidua(['paper', 'check', 'cong-van', '--template', own]).out, 'Mẫu đúng.\n');
	thidua(['paper', 'render', 'cong-van', '--in', data, '--out', out('own.html'), '--template', own]);
	assert.match(readFileSync(out('own.html'), 'utf8'), /đăng ký thi đua và danh hiệu thi đua năm 2026<\/p>/);
});

await runTests();
