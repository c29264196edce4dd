/** The supervisor's word for acts that bend the rules. Knows the JDK and the support package only. */
@NullMarked
package uz.fiskaldesk.supervisor;

import org.jspecify.annotations.NullMarked;
