/*
 * table.h: the rows of all modules, in the order of menus and of the matrix of rights.
 * table.c makes op_tables of them; a test that brings operations of its own adds these.
 */
#ifndef APP_TABLE_H
#define APP_TABLE_H

#include "app/account/account.h"
#include "app/admin/admin.h"
#include "app/archive/archive.h"
#include "app/bonus/bonus.h"
#include "app/council/council.h"
#include "app/criteria/criteria.h"
#include "app/decision/decision.h"
#include "app/dossier/dossier.h"
#include "app/exemplar/exemplar.h"
#include "app/file/file.h"
#include "app/home/home.h"
#include "app/import/import.h"
#include "app/initiative/initiative.h"
#include "app/job/job.h"
#include "app/law/law.h"
#include "app/library/library.h"
#include "app/movement/movement.h"
#include "app/org/org.h"
#include "app/paper/paper.h"
#include "app/plan/plan.h"
#include "app/public/public.h"
#include "app/record/record.h"
#include "app/registration/registration.h"
#include "app/report/report.h"
#include "app/search/search.h"
#include "app/task/task.h"
#include "app/training/training.h"

/* clang-format off */
#define APP_OPS \
	home_ops, menu_ops, \
	search_ops, session_ops, my_session_ops, account_ops, password_ops, factor_ops, \
	account_admin_ops, token_ops, unit_ops, person_ops, post_ops, identifier_ops, grant_ops, \
	delegation_ops, merge_ops, approval_ops, rights_ops, file_ops, import_ops, notice_ops, \
	job_ops, mail_ops, nightly_ops, account_nightly_ops, journal_ops, privacy_ops, \
	incident_ops, setting_ops, holiday_ops, award_ops, award_write_ops, rating_ops, rating_entry_ops, \
	initiative_ops, initiative_file_ops, initiative_exam_ops, initiative_paper_ops, initiative_write_ops, \
	deed_ops, deed_report_ops, service_ops, discipline_ops, hold_ops, \
	leave_ops, unit_year_ops, \
	unmatched_ops, person_double_ops, law_ops, law_members_ops, law_ahead_ops, law_whatif_ops, \
	attestation_ops, law_verdict_ops, law_survey_ops, law_pay_ops, law_sums_ops, \
	law_office_ops, law_overlay_ops, \
	award_round_ops, dossier_ops, dossier_act_ops, nominee_ops, nominee_check_ops, \
	nominee_ground_ops, dossier_file_ops, appraisal_ops, conclude_ops, correction_ops, \
	dossier_change_ops, opinion_ops, dossier_pick_ops, dossier_remind_ops, \
	fair_ops, figure_ops, statistics_ops, archive_ops, plan_write_ops, plan_ops, plan_item_ops, \
	movement_ops, rollout_ops, review_ops, \
	round_ops, registration_ops, registration_act_ops, pact_ops, registration_paper_ops, \
	registration_nightly_ops, \
	exemplar_ops, exemplar_choice_ops, exemplar_part_ops, exemplar_found_ops, \
	exemplar_nightly_ops, \
	criteria_ops, scoring_ops, sheet_ops, \
	task_work_ops, task_ops, task_board_ops, task_nightly_ops, responsibility_ops, head_ops, \
	document_ops, relation_ops, guidance_ops, reader_ops, reading_ops, coverage_ops, \
	paper_ops, paper_batch_ops, template_ops, certificate_ops, extract_ops, \
	public_ops, public_list_ops, public_feed_ops, public_period_ops, \
	public_decision_ops, comment_period_ops, comment_ops, certificate_check_ops, \
	cert_layout_ops, emblem_ops, blank_ops, \
	reading_nightly_ops, cited_ops, attendee_ops, training_ops, topic_ops, \
	council_ops, council_member_ops, meeting_ops, meeting_item_ops, attendance_ops, ballot_ops, \
	ballot_vote_ops, council_paper_ops, council_nominee_ops, council_initiative_ops, \
	decision_ops, decision_sign_ops, decision_line_ops, decision_undo_ops, submission_ops, \
	submission_answer_ops, submission_package_ops, bonus_ops, fund_ops
/* clang-format on */

#endif
