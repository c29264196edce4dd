/** The history of a payment. */
@NullMarked
package uz.fiskaldesk.desk.history;

import org.jspecify.annotations.NullMarked;
