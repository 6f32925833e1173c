import theme from "vitepress/theme-without-fonts"

// Behind the theme's own: rules of equal weight win by their order.
import "./style.css"

export default theme
