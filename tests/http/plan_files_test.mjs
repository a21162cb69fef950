// Plans as LibreOffice writes them: a document with the two-column head of NĐ 30/2020/NĐ-CP, automatic
// numbers, a footnote, tracked changes, a text box, running head and foot with page numbers, a table of
// tasks, a link and soft hyphens, saved as DOCX, as DOC and ODT and from there as DOCX, and as PDF. Each
// must say the same; the PDF is of the document without changes and box, which are printed as they
// stand. Skipped where LibreOffice is not installed.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { test, run } from '../lib/tap.mjs';

const thidua = join(process.env.THIDUA_BUILD ?? 'build-asan', 'src/cli/thidua');
const have = spawnSync('soffice', ['--version']).status === 0;
const folder = mkdtempSync(join(tmpdir(), 'plan-files-'));

const para = (text, style = 'Body') => `<text:p text:style-name="${style}">${text}</text:p>`;
const cell = (...lines) => `<table:table-cell office:value-type="string">${lines.map((l) => para(l, 'Center')).join('')}</table:table-cell>`;
const table = (name, columns, rows) =>
	`<table:table table:name="${name}"><table:table-column table:number-columns-repeated="${columns}"/>${rows
		.map((row) => `<table:table-row>${row.join('')}</table:table-row>`)
		.join('')}</table:table>`;
/* Nested lists of one style: I., 1., a), - */
const item = (text, below = '') => `<text:list-item>${para(text)}${below}</text:list-item>`;
const list = (...items) => `<text:list text:style-name="Plan">${items.join('')}</text:list>`;
const below = (...items) => `<text:list>${items.join('')}</text:list>`;

const NOTE = '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>Theo số liệu của cơ quan thống kê.</text:p></text:note-body></text:note>';
const GONE = '<text:change text:change-id="c1"/>';
const CAME = '<text:change-start text:change-id="c2"/>từng người<text:change-end text:change-id="c2"/>';
const BOX = '<draw:frame text:anchor-type="paragraph" svg:width="4cm" svg:height="1cm" svg:x="12cm" svg:y="1cm"><draw:text-box><text:p>Bản in để lưu</text:p></draw:text-box></draw:frame>';
const LINK = '<text:a xlink:type="simple" xlink:href="https://example.org/71">Nghị quyết số 71/NQ-CP ngày 01/4/2025 của Chính phủ</text:a>';

const content =
	table('Head', 2, [
		[cell('ỦY BAN NHÂN DÂN TỈNH ĐỒNG NAI', 'SỞ TÀI CHÍNH'), cell('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'Độc lập - Tự do - Hạnh phúc')],
		[cell('Số: 27/KH-STC'), cell('Đồng Nai, ngày 05 tháng 02 năm 2026')],
	]) +
	para('KẾ HOẠCH', 'Center') +
	para('Phát động phong trào thi đua năm 2026 của Sở Tài chính', 'Center') +
	para(`Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022; thực hiện ${LINK}; Sở Tài chính ban hành Kế hoạch như sau:`) +
	list(
		item('MỤC ĐÍCH, YÊU CẦU', below(item('Mục đích: thi đua đến ' + GONE + CAME + ' trong cơ quan.' + NOTE), item('Yêu cầu: thiết thực, không hình thức.'))),
		item('NỘI DUNG', below(
			item('Thi đua chuyển đổi số', below(item('Số hóa hồ sơ quyết\u00ADtoán trước ngày 30/6/2026.'), item('Thanh toán không dùng tiền mặt.'))),
			item('Thi đua tiết kiệm chi thường xuyên.'))),
		item('TỔ CHỨC THỰC HIỆN')
	) +
	para('Các phòng thực hiện nhiệm vụ theo bảng sau:' + BOX) +
	table('Tasks', 5, [
		['TT', 'Nhiệm vụ', 'Đơn vị chủ trì', 'Đơn vị phối hợp', 'Thời gian'].map((t) => cell(t)),
		['1', 'Tập huấn nghiệp vụ', 'Văn phòng Sở', 'Các phòng', 'Quý II/2026'].map((t) => cell(t)),
		['2', 'Kiểm tra việc thực hiện', 'Thanh tra Sở', 'Văn phòng Sở', '15/10/2026'].map((t) => cell(t)),
		['3', 'Tổng hợp, báo cáo kết quả', 'Phòng Ngân sách', '', '05/12/2026'].map((t) => cell(t)),
	]) +
	para('Trên đây là Kế hoạch phát động phong trào thi đua năm 2026 của Sở Tài chính./.') +
	table('Foot', 2, [[
		`<table:table-cell office:value-type="string">${['Nơi nhận:', '- UBND tỉnh;', '- Các phòng thuộc Sở;', '- Lưu: VT.'].map((l) => para(l)).join('')}</table:table-cell>`,
		cell('KT. GIÁM ĐỐC', 'PHÓ GIÁM ĐỐC', '', 'Nguyễn Thị Minh Châu'),
	]]);

const level = (n, format, suffix, prefix = '') =>
	`<text:list-level-style-number text:level="${n}" style:num-format="${format}" style:num-suffix="${suffix}" style:num-prefix="${prefix}"><style:list-level-properties text:space-before="${n * 0.3}cm" text:min-label-width="0.6cm"/></text:list-level-style-number>`;
const ns = Object.entries({
	office: 'office:1.0', style: 'style:1.0', text: 'text:1.0', table: 'table:1.0', draw: 'drawing:1.0',
}).map(([k, v]) => `xmlns:${k}="urn:oasis:names:tc:opendocument:xmlns:${v}"`).join(' ');
const flat = `<?xml version="1.0" encoding="UTF-8"?>
<office:document ${ns} xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"
 xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">
<office:styles><style:style style:name="Body" style:family="paragraph"/>
<style:style style:name="Center" style:family="paragraph"><style:paragraph-properties fo:text-align="center"/></style:style>
<text:list-style style:name="Plan">${level(1, 'I', '.')}${level(2, '1', '.')}${level(3, 'a', ')')}</text:list-style></office:styles>
<office:automatic-styles><style:page-layout style:name="Page"><style:page-layout-properties fo:page-width="21cm" fo:page-height="14cm" fo:margin="1.5cm"/>
<style:header-style/><style:footer-style/></style:page-layout></office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="Page">
<style:header><text:p>Sở Tài chính Đồng Nai - Kế hoạch thi đua</text:p></style:header>
<style:footer><text:p><text:page-number text:select-page="current"/></text:p></style:footer></style:master-page></office:master-styles>
<office:body><office:text><text:tracked-changes>
<text:changed-region text:id="c1"><text:deletion><office:change-info><dc:creator>A</dc:creator><dc:date>2026-01-20T08:00:00</dc:date></office:change-info><text:p>mọi đơn vị</text:p></text:deletion></text:changed-region>
<text:changed-region text:id="c2"><text:insertion><office:change-info><dc:creator>A</dc:creator><dc:date>2026-01-20T08:00:00</dc:date></office:change-info></text:insertion></text:changed-region>
</text:tracked-changes>${content}</office:text></office:body></office:document>`;

const convert = (from, to) => {
	execFileSync('soffice', [`-env:UserInstallation=file://${folder}/profile`, '--headless', '--convert-to', to, '--outdir', folder, from], { timeout: 120000, stdio: 'pipe' });
};
const read = (file) => JSON.parse(execFileSync(thidua, ['plan', 'read', file, '--json'], { env: { ...process.env, ASAN_OPTIONS: 'detect_leaks=0' } }));

const labels = (sections) => sections.flatMap((s) => [s.label, ...labels(s.children)]);

function same(plan, pages) {
	assert.deepEqual(plan.sign, { number: '27', notation: 'KH-STC' });
	assert.equal(plan.date, '2026-02-05');
	assert.equal(plan.place, 'Đồng Nai');
	assert.equal(plan.parent, 'ỦY BAN NHÂN DÂN TỈNH ĐỒNG NAI');
	assert.equal(plan.issuer, 'SỞ TÀI CHÍNH');
	assert.equal(plan.title, 'Phát động phong trào thi đua năm 2026 của Sở Tài chính');
	assert.deepEqual(plan.signer, { post: 'KT. GIÁM ĐỐC, PHÓ GIÁM ĐỐC', name: 'Nguyễn Thị Minh Châu' });
	assert.deepEqual(plan.recipients, ['UBND tỉnh', 'Các phòng thuộc Sở', 'Lưu: VT']);
	assert.deepEqual(labels(plan.sections), ['I', '1', '2', 'II', '1', 'a', 'b', '2', 'III']);
	assert.deepEqual(plan.citations.map((c) => c.sign ?? c.title), ['Thi đua, khen thưởng', '71/NQ-CP']);
	const purpose = plan.sections[0].children[0];
	const said = `${purpose.title ?? ''} ${purpose.text}`;
	assert.match(said, /đến từng người trong cơ quan/);
	const all = JSON.stringify(plan);
	assert.doesNotMatch(all, /mọi đơn vị/); /* was deleted */
	assert.doesNotMatch(JSON.stringify(plan.sections), /Kế hoạch thi đua/); /* the running head */
	assert.match(all, /quyết toán|quyếttoán/);
	assert.doesNotMatch(all, /\u00AD/);
	if (!pages)
		assert.doesNotMatch(JSON.stringify(plan.sections), /số liệu của cơ quan thống kê/); /* the footnote */
	assert.deepEqual(
		plan.tasks.filter((t) => t.section === 'III').map((t) => [t.owner, t.text, t.with, t.due]),
		[
			['Văn phòng Sở', 'Tập huấn nghiệp vụ', 'Các phòng', 'Quý II/2026'],
			['Thanh tra Sở', 'Kiểm tra việc thực hiện', 'Văn phòng Sở', '15/10/2026'],
			['Phòng Ngân sách', 'Tổng hợp, báo cáo kết quả', null, '05/12/2026'],
		]
	);
}

const cases = [
	['a DOCX', (make) => (make('plan.fodt', 'docx'), 'plan.docx')],
	['a DOC saved as DOCX', (make) => (make('plan.fodt', 'doc'), rename('plan.doc', 'old.doc'), make('old.doc', 'docx'), 'old.docx')],
	['an ODT saved as DOCX', (make) => (make('plan.fodt', 'odt'), rename('plan.odt', 'open.odt'), make('open.odt', 'docx'), 'open.docx')],
	['a PDF', (make) => (make('print.fodt', 'pdf'), 'print.pdf'), true],
];
const rename = (from, to) => copyFileSync(join(folder, from), join(folder, to));

if (have) {
	writeFileSync(join(folder, 'plan.fodt'), flat);
	writeFileSync(join(folder, 'print.fodt'), flat.replace(GONE, '').replace(CAME, 'từng người').replace(BOX, ''));
}
for (const [name, make, pages] of cases)
	test(`${name} of LibreOffice is read as it was written`, () => {
		if (!have)
			return 'skip: LibreOffice (soffice) is not installed';
		const file = make((from, to) => convert(join(folder, from), to));
		same(read(join(folder, file)), pages);
	});

await run();
if (!process.env.KEEP) rmSync(folder, { recursive: true, force: true });
