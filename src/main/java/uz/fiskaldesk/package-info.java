/** FiskalDesk: finishes payments whose receipt FiscalBox does not know yet. */
@NullMarked
package uz.fiskaldesk;

import org.jspecify.annotations.NullMarked;
