/**
 * Input of payments: manual entry, messages, files, watched folders and records of other programs; and the comparison of
 * statements with the list. Depends on the domain, the ledger's port and general services.
 */
@NullMarked
package uz.fiskaldesk.intake;

import org.jspecify.annotations.NullMarked;
