/** Sends payments to FiscalBox at the cashier's request and shows the results. */
@NullMarked
package uz.fiskaldesk.desk.sending;

import org.jspecify.annotations.NullMarked;
