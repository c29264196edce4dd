/** The pane of the selected payment: its status, its receipt and what can be done. */
@NullMarked
package uz.fiskaldesk.desk.payment;

import org.jspecify.annotations.NullMarked;
