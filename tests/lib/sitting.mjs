// A council of three at a meeting of today with an open ballot about two people, made through the API.
import assert from 'node:assert/strict';

/** Three members sit in the room and have their codes; the ballot is open. */
export async function sitting(office) {
	const standing = await office.as('standing');
	const person = async (name) => JSON.parse((await standing.read('person.list', { q: name })).text).items[0].id;
	const write = async (op, input, by = standing) => {
		const res = await by.call(op, { _version: 'any', ...input });
		assert.equal(res.status, 200, `${op}: ${res.text}`);
		return res.json;
	};
	const [chair, deputy, secretary, first, second] = await Promise.all(
		['Hoàng Quốc Bảo', 'Đỗ Minh Đức', 'Nguyễn Thị Hạnh', 'Giàng Thị Dua', 'Tẩn Mùi Phạm'].map(person));
	const unit = JSON.parse((await standing.read('unit.list', { q: 'Văn phòng Ủy ban nhân dân tỉnh Lào Cai' })).text).items[0].id;
	const today = new Date(Date.now() + 7 * 3600e3).toISOString().slice(0, 10);
	const council = (await write('council.create', { kind: 'award', unit_id: unit, name: 'Hội đồng thử', sign: '9/QĐ-VP', dated: '2026-01-15',
		rank: 'office', quorum: '2/3', counting: 'all', lower_rule: 'with' })).id;
	for (const [person_id, role] of [[chair, 'chair'], [deputy, 'deputy'], [secretary, 'secretary']])
		await write('council_member.add', { council_id: council, person_id, role, from: '2026-02-01' });
	const meeting = (await write('meeting.create', { council_id: council, title: 'Phiên thử', mode: 'room', held_on: today })).id;
	await write('meeting_item.add', { meeting_id: meeting, person_id: first, code: 'CSTDCS', lower_code: 'LDTT', note: 'Tóm tắt' });
	await write('meeting_item.add', { meeting_id: meeting, person_id: second, code: 'LDTT' });
	await write('meeting.invite', { id: meeting });
	for (const row of JSON.parse((await standing.read('attendance.list', { meeting })).text).items)
		await write('attendance.mark', { id: row.id, state: 'room' });
	await write('meeting.open', { id: meeting });
	const ballot = (await write('ballot.prepare', { id: meeting, one_id: chair, two_id: deputy, three_id: secretary, room: 'screen' })).id;
	const codes = {};
	for (const role of ['head', 'council', 'standing'])
		[codes[role]] = (await write('ballot.key', { id: ballot }, await office.as(role))).codes;
	await write('ballot.open', { id: ballot });
	return { meeting, ballot, codes };
}
