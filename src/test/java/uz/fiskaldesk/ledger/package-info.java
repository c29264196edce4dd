/** Tests of the ledger, for each database. */
@NullMarked
package uz.fiskaldesk.ledger;

import org.jspecify.annotations.NullMarked;
