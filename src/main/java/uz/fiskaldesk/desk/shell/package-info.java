/** The window: opens a session over a ledger and a FiscalBox, shows it, and closes it in order. */
@NullMarked
package uz.fiskaldesk.desk.shell;

import org.jspecify.annotations.NullMarked;
