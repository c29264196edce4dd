/** Where payments come from: keyed in by hand, files, the local inbox. Knows the domain and the ledger's port. */
@NullMarked
package uz.fiskaldesk.intake;

import org.jspecify.annotations.NullMarked;
