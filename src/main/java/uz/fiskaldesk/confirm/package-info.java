/**
 * The confirmation workflow, from a payment's receipt to FiscalBox's answer, and the ports that it needs. Knows neither
 * JavaFX nor JDBC nor HTTP.
 */
@NullMarked
package uz.fiskaldesk.confirm;

import org.jspecify.annotations.NullMarked;
