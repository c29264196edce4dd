/** The window: opens it over a ledger and a FiscalBox, keeps it running, and closes it in order. */
@NullMarked
package uz.fiskaldesk.desk;

import org.jspecify.annotations.NullMarked;
