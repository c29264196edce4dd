/**
 * FiscalBox's HTTP API. {@link uz.fiskaldesk.fiscalbox.FiscalBoxClient} sends the requests,
 * {@code AnswerJudge} decides what an answer means.
 */
@NullMarked
package uz.fiskaldesk.fiscalbox;

import org.jspecify.annotations.NullMarked;
