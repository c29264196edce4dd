/** What the ledger promises, over each database that it lives in. */
@NullMarked
package uz.fiskaldesk.ledger;

import org.jspecify.annotations.NullMarked;
