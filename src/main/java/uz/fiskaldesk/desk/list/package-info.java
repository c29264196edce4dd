/** The list of payments: which are shown, in which order, and which one is selected. */
@NullMarked
package uz.fiskaldesk.desk.list;

import org.jspecify.annotations.NullMarked;
