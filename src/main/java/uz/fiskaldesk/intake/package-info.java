/**
 * Input of payments: manual entry, files and the local inbox. Depends on the domain, the ledger's port and general
 * services.
 */
@NullMarked
package uz.fiskaldesk.intake;

import org.jspecify.annotations.NullMarked;
