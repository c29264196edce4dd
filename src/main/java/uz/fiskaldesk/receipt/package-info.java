/** Fiscal receipts and the parsing of their links. Depends on the JDK only. */
@NullMarked
package uz.fiskaldesk.receipt;

import org.jspecify.annotations.NullMarked;
