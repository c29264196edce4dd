/** The life of a payment from its receipt to FiscalBox's answer, and the ports that it needs. No JavaFX, JDBC or HTTP. */
@NullMarked
package uz.fiskaldesk.confirm;

import org.jspecify.annotations.NullMarked;
