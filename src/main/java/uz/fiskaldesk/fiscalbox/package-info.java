/** FiscalBox over HTTP: the one call that this program exists for, and how its answer is judged. */
@NullMarked
package uz.fiskaldesk.fiscalbox;

import org.jspecify.annotations.NullMarked;
